#include "report/sarif_provenance.h"

#include "base/path.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* More than any of the files that are read here has. */
#define GIT_FILE_MAX ((size_t)16 * 1024 * 1024)

/* A whole small file without white space at its ends, or NULL. */
static char *read_file(struct arena *arena, const char *directory, const char *name)
{
    size_t length;
    const char *path = path_join(arena, directory, name);
    if (path_kind(path) != PATH_FILE)
        return NULL;
    char *bytes = path_read(path, GIT_FILE_MAX, &length, NULL);
    if (bytes == NULL)
        return NULL;
    char *text = text_trim(arena, bytes);
    free(bytes);
    return text;
}

/* The folder with HEAD: .git itself, or what a worktree's .git file points at. */
static const char *find_git_directory(struct arena *arena, const char *root)
{
    const char *path = path_join(arena, root, ".git");
    enum path_kind kind = path_kind(path);
    if (kind == PATH_DIRECTORY)
        return path;
    if (kind != PATH_FILE)
        return NULL;
    const char *pointer = read_file(arena, root, ".git");
    if (pointer == NULL || !text_starts_with(pointer, "gitdir: "))
        return NULL;
    return path_join(arena, root, text_trim(arena, pointer + strlen("gitdir: ")));
}

/* Where refs and config are: the main repository's folder for a worktree. */
static const char *find_common_directory(struct arena *arena, const char *git)
{
    const char *common = read_file(arena, git, "commondir");
    return common != NULL ? path_join(arena, git, common) : git;
}

static bool is_revision(const char *text)
{
    size_t length = strspn(text, "0123456789abcdef");
    return (length == 40 || length == 64) && text[length] == '\0';
}

static const char *find_packed(struct arena *arena, const char *common, const char *name)
{
    const char *packed = read_file(arena, common, "packed-refs");
    size_t name_length = strlen(name);
    for (const char *line = packed; line != NULL && *line != '\0';) {
        size_t length = strcspn(line, "\r\n");
        size_t hash = strcspn(line, " ");
        if (hash < length && length - hash - 1 == name_length &&
            strncmp(line + hash + 1, name, name_length) == 0)
            return arena_strndup(arena, line, hash);
        line += length + strspn(line + length, "\r\n");
    }
    return NULL;
}

static void read_head(struct arena *arena, const char *git, const char *common,
                      struct sarif_checkout *checkout)
{
    const char *head = read_file(arena, git, "HEAD");
    if (head == NULL)
        return;
    if (text_starts_with(head, "ref: ")) {
        const char *name = text_trim(arena, head + strlen("ref: "));
        if (text_starts_with(name, "refs/heads/"))
            checkout->branch = name + strlen("refs/heads/");
        head = strstr(name, "..") == NULL ? read_file(arena, common, name) : NULL;
        if (head == NULL)
            head = find_packed(arena, common, name);
    }
    if (head != NULL && is_revision(head))
        checkout->revision = head;
}

/* The URL of the remote "origin", else of the first remote. */
static const char *read_remote(struct arena *arena, const char *common)
{
    const char *config = read_file(arena, common, "config");
    const char *first = NULL;
    bool is_remote = false;
    bool is_origin = false;
    for (const char *line = config; line != NULL && *line != '\0';) {
        size_t length = strcspn(line, "\r\n");
        const char *text = text_trim(arena, arena_strndup(arena, line, length));
        line += length + strspn(line + length, "\r\n");
        if (text[0] == '[') {
            is_remote = text_starts_with_nocase(text, "[remote ");
            is_origin = text_equals_nocase(text, "[remote \"origin\"]");
        } else if (is_remote && text_starts_with_nocase(text, "url")) {
            const char *equals = text + strlen("url");
            equals += strspn(equals, " \t");
            if (*equals != '=')
                continue;
            const char *url = text_trim(arena, equals + 1);
            if (is_origin)
                return url;
            first = first != NULL ? first : url;
        }
    }
    return first;
}

/* Host and path out of [user[:password]@]host[:port]/path. */
static const char *https(struct arena *arena, const char *rest, bool keep_port)
{
    const char *path = rest + strcspn(rest, "/");
    for (const char *at = rest; at < path; at++) {
        if (*at == '@')
            rest = at + 1;
    }
    size_t host = strcspn(rest, keep_port ? "/" : ":/");
    if (host == 0 || *path == '\0')
        return NULL;
    return arena_printf(arena, "https://%.*s%s", (int)host, rest, path);
}

static bool is_clean_uri(const char *uri)
{
    for (; *uri != '\0'; uri++) {
        if ((unsigned char)*uri <= ' ' || (unsigned char)*uri >= 0x7F ||
            strchr("\"<>\\^`{|}[]?#", *uri) != NULL)
            return false;
    }
    return true;
}

const char *sarif_repository_uri(struct arena *arena, const char *remote)
{
    static const struct {
        const char *scheme;
        bool keep_port;
    } schemes[] = {{"https://", true}, {"http://", true}, {"ssh://", false}, {"git://", false}};
    const char *uri = NULL;
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0] && uri == NULL; i++) {
        if (text_starts_with_nocase(remote, schemes[i].scheme))
            uri = https(arena, remote + strlen(schemes[i].scheme), schemes[i].keep_port);
    }
    if (uri == NULL && strstr(remote, "://") == NULL) {
        /* user@host:path, the form of scp; without a user it could be a Windows drive */
        const char *at = strchr(remote, '@');
        const char *colon = at != NULL ? strchr(at, ':') : NULL;
        if (colon != NULL && colon > at + 1 && strchr(remote, '/') > colon && colon[1] != '/')
            uri = arena_printf(arena, "https://%.*s/%s", (int)(colon - at - 1), at + 1, colon + 1);
    }
    return uri != NULL && is_clean_uri(uri) ? uri : NULL;
}

struct sarif_checkout sarif_checkout_find(struct arena *arena, const char *directory)
{
    struct sarif_checkout checkout = {0};
    const char *git = NULL;
    const char *here = directory;
    while (here != NULL && (git = find_git_directory(arena, here)) == NULL) {
        const char *parent = path_dirname(arena, here);
        here = strlen(parent) < strlen(here) ? parent : NULL;
    }
    if (git == NULL)
        return checkout;
    const char *common = find_common_directory(arena, git);
    const char *remote = read_remote(arena, common);
    checkout.root = here;
    checkout.repository = remote != NULL ? sarif_repository_uri(arena, remote) : NULL;
    read_head(arena, git, common, &checkout);
    return checkout;
}

/* The first of some variables that is set, or NULL. */
static const char *first_set(const char *(*environment)(const char *name), const char *const *names,
                             size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *value = environment(names[i]);
        if (value != NULL && value[0] != '\0')
            return value;
    }
    return NULL;
}

static const char *repository_of(struct arena *arena, const char *(*environment)(const char *name))
{
    static const char *const names[] = {"BUILD_REPOSITORY_URI", "CI_PROJECT_URL"};
    const char *server = environment("GITHUB_SERVER_URL");
    const char *name = environment("GITHUB_REPOSITORY");
    const char *uri = server != NULL && name != NULL ? arena_printf(arena, "%s/%s", server, name)
                                                     : first_set(environment, names, 2);
    return uri != NULL ? sarif_repository_uri(arena, uri) : NULL;
}

void sarif_checkout_complete(struct arena *arena, struct sarif_checkout *checkout,
                             const char *(*environment)(const char *name))
{
    static const char *const revisions[] = {"GITHUB_SHA", "BUILD_SOURCEVERSION", "CI_COMMIT_SHA"};
    static const char *const branches[] = {"GITHUB_REF_NAME", "BUILD_SOURCEBRANCHNAME",
                                           "CI_COMMIT_REF_NAME"};
    if (environment == NULL)
        return;
    if (checkout->repository == NULL)
        checkout->repository = repository_of(arena, environment);
    if (checkout->revision == NULL)
        checkout->revision = first_set(environment, revisions, 3);
    if (checkout->branch == NULL)
        checkout->branch = first_set(environment, branches, 3);
}

struct json *sarif_provenance(const struct sarif_checkout *checkout)
{
    if (checkout->repository == NULL)
        return NULL;
    struct json *list = json_array();
    struct json *details = json_append(list, json_object());
    json_add_text(details, "repositoryUri", checkout->repository);
    json_add_text(details, "revisionId", checkout->revision);
    json_add_text(details, "branch", checkout->branch);
    struct json *mapped = json_add(details, "mappedTo", json_object());
    json_add_text(mapped, "uriBaseId", "SRCROOT");
    return list;
}
