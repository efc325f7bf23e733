#include "source/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/text.h"
#include "source/parser.h"
#include "unit/base/folder.h"
#include <cmocka.h>

static struct source *parse(struct arena *arena, const char *text)
{
    return source_parse(arena, "web.config", text, strlen(text));
}

static void a_sound_file_becomes_a_tree(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct source *source = parse(arena, "<configuration a='1'><b/></configuration>");
    assert_non_null(source->doc);
    assert_int_equal(source->fault.kind, FAULT_NONE);
    assert_string_equal(source->path, "web.config");
    const xmlNode *root = xmlDocGetRootElement(source->doc);
    assert_ptr_equal(source_of(root), source);
    assert_ptr_equal(source_of((const xmlNode *)root->properties), source);
    assert_null(source_of(NULL));
    source_free(source);
    source_free(NULL);
    arena_free(arena);
}

static enum source_fault_kind fault_of(const struct text *text)
{
    struct arena *arena = arena_new();
    struct source *source = source_parse(arena, NULL, text->data, text->length);
    enum source_fault_kind kind = source->fault.kind;
    assert_int_equal(source->doc == NULL, kind != FAULT_NONE);
    assert_int_equal(source->fault.message == NULL, kind == FAULT_NONE);
    assert_true(source->fault.span.end <= source->length);
    source_free(source);
    arena_free(arena);
    return kind;
}

static enum source_fault_kind fault_of_parts(const char *before, const char *part, size_t count,
                                             const char *after)
{
    struct text text = {0};
    text_add(&text, before);
    for (size_t i = 0; i < count; i++)
        text_add(&text, part);
    text_add(&text, after);
    enum source_fault_kind kind = fault_of(&text);
    text_fini(&text);
    return kind;
}

static void hostile_files_are_refused(void **state)
{
    (void)state;
    assert_int_equal(fault_of_parts("<!DOCTYPE a [<!ENTITY l 'l'>]><a>", "&l;", 9, "</a>"),
                     FAULT_DOCTYPE);
    assert_int_equal(fault_of_parts("", "<a>", 1000000, ""), FAULT_TOO_DEEP);
    assert_int_equal(fault_of_parts("<a", " b='1'", 300, "/>"), FAULT_TOO_MANY_ATTRIBUTES);
    assert_int_equal(fault_of_parts("<a>", "&", 1000000, "</a>"), FAULT_MALFORMED);
    assert_int_equal(fault_of_parts("<a>", "<b></c>", 200000, "</a>"), FAULT_MALFORMED);
    assert_int_equal(fault_of_parts("<a>", "\x01", 1, "</a>"), FAULT_MALFORMED);
    assert_int_equal(fault_of_parts("<a>", "\xFF", 1, "</a>"), FAULT_ENCODING);
    assert_int_equal(fault_of_parts("<a b='", "x", 11000000, "'/>"), FAULT_MALFORMED);
    assert_int_equal(fault_of_parts("<a>", "<b/>", 100000, "</a>"), FAULT_NONE);
    assert_int_equal(fault_of_parts("", "&lt;", 3, ""), FAULT_MALFORMED);
}

/* Any beginning of a file, and any single damage to it, ends in a tree or in a located fault. */
static void no_damage_goes_unsaid(void **state)
{
    (void)state;
    static const char sound[] =
        "<?xml version=\"1.0\"?>\r\n<!-- c --><a b=\"1\" c='&amp;'>\n<d e=\"x\"/><![CDATA[y]]>"
        "<p:f p:g=\"\xC3\xA9\"></p:f>t &#10;</a>\n";
    static const char damage[] = {'<', '>', '&', '"', '\'', '/',  '=',    ' ',    '!',    '-',
                                  '?', ']', ';', ':', 'x',  '\0', '\x01', '\xFF', '\xC3', '\xA9'};
    const size_t length = sizeof sound - 1;
    for (size_t cut = 0; cut <= length; cut++) {
        struct text text = {0};
        text_add_bytes(&text, sound, cut);
        text_add_bytes(&text, "", 0);
        fault_of(&text);
        text_fini(&text);
    }
    for (size_t at = 0; at < length; at++) {
        for (size_t i = 0; i < 3 * sizeof damage; i++) {
            struct text text = {0};
            text_add_bytes(&text, sound, at);
            if (i < 2 * sizeof damage) /* replaced or inserted, else removed */
                text_add_char(&text, damage[i % sizeof damage]);
            text_add_bytes(&text, sound + at + (i < sizeof damage),
                           length - at - (i < sizeof damage));
            fault_of(&text);
            text_fini(&text);
        }
    }
}

static void a_forbidden_character_is_named(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct source *source = parse(arena, "<a>\n \x0B</a>");
    struct position place = source_position(source, source->fault.span.start);
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 2);
    assert_non_null(strstr(source->fault.message, "U+000B"));
    source_free(source);
    arena_free(arena);
}

static void the_hash_is_of_the_bytes_on_disk(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct source *source = parse(arena, "");
    const char *empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_string_equal(source->sha256, "");
    assert_string_equal(source_hash(source), empty);
    assert_ptr_equal(source_hash(source), source->sha256);
    struct source *marked = parse(arena, "\xEF\xBB\xBF");
    assert_int_equal(marked->byte_length, 3);
    assert_int_equal(marked->length, 0);
    assert_string_not_equal(source_hash(marked), empty);
    source_free(source);
    source_free(marked);
    arena_free(arena);
}

static void files_are_loaded_or_reported(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct error error = {0};
    assert_null(source_load(arena, "/nonexistent/web.config", NULL, &error));
    assert_string_equal(error.path, "/nonexistent/web.config");
    assert_null(source_load(arena, "/", NULL, &error));

    char path[L_tmpnam + 32];
    snprintf(path, sizeof path, "test_source.%p.tmp", (void *)arena);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("<a/>", file);
    fclose(file);
    struct source *source = source_load(arena, path, "shown.config", &error);
    remove(path);
    assert_non_null(source);
    assert_non_null(source->doc);
    assert_string_equal(source->path, "shown.config");
    assert_int_equal(source->byte_length, 4);
    source_free(source);
    arena_free(arena);
}

/* They are parsed without examination at all other times: see source_embedded(). */
static void files_in_the_program_are_sound(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < embedded_file_count; i++) {
        const struct embedded_file *file = &embedded_files[i];
        if (text_ends_with_nocase(file->name, ".md"))
            continue;
        struct source *source =
            source_parse(arena, file->name, (const char *)file->data, file->size);
        if (source->fault.kind != FAULT_NONE)
            fail_msg("%s: %s", file->name, source->fault.message);
        assert_int_equal(source->encoding, SOURCE_UTF8);
        source_free(source);
    }
    arena_free(arena);
}

static void a_file_in_the_program_is_a_tree_with_places(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_null(source_embedded(arena, "stock/none.xml", NULL));
    struct source *source = source_embedded(arena, "stock/environment.xml", "shown.xml");
    assert_string_equal(source->path, "shown.xml");
    const xmlNode *root = xmlDocGetRootElement(source->doc);
    assert_ptr_equal(source_of(root), source);
    size_t offset;
    assert_true(parser_place(root, &offset));
    assert_int_equal(source_position(source, offset).line, 3);
    assert_true(source_line_count(source) > 10);
    source_free(source);
    source = source_trusted(arena, "broken.xml", "<a>", 3);
    assert_null(source->doc);
    assert_int_equal(source->fault.kind, FAULT_MALFORMED);
    source_free(source);
    arena_free(arena);
}

/* One byte over the cap: nothing of it is read, and it is told as every other fault is. */
static void a_file_that_is_too_large(void **state)
{
    struct folder *folder = *state;
    struct error error = {0};
    const char *path = folder_path(folder, "large.config");
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fseek(file, (long)SOURCE_SIZE_MAX, SEEK_SET),
                     0); /* a hole: it takes no room */
    assert_int_equal(fputc(' ', file), ' ');
    assert_int_equal(fclose(file), 0);
    struct source *source = source_load(folder->arena, path, "web.config", &error);
    assert_non_null(source);
    assert_null(source->doc);
    assert_int_equal(source->fault.kind, FAULT_TOO_LARGE);
    assert_non_null(strstr(source->fault.message, "256 MiB"));
    assert_string_equal(source->path, "web.config");
    assert_int_equal(source->length, 0);
    source_free(source);
    /* in memory it is the same, and the bytes are not looked at */
    source = source_parse(folder->arena, "-", "", SOURCE_SIZE_MAX + 1);
    assert_int_equal(source->fault.kind, FAULT_TOO_LARGE);
    source_free(source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_file_becomes_a_tree),
        cmocka_unit_test(hostile_files_are_refused),
        cmocka_unit_test(no_damage_goes_unsaid),
        cmocka_unit_test(a_forbidden_character_is_named),
        cmocka_unit_test(the_hash_is_of_the_bytes_on_disk),
        cmocka_unit_test(files_are_loaded_or_reported),
        cmocka_unit_test(files_in_the_program_are_sound),
        cmocka_unit_test(a_file_in_the_program_is_a_tree_with_places),
        cmocka_unit_test_setup_teardown(a_file_that_is_too_large, folder_set_up, folder_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
