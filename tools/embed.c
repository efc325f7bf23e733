/*
 * embed.c - build-time helper: writes a C file that holds the given files.
 *
 *     embed ROOT NAME... [-- ROOT NAME...] >embedded.c        (NAME is relative to ROOT)
 *
 * String literals, not arrays of numbers: they compile many times faster. Bytes that are not plain
 * ASCII become three-digit octal escapes, which cannot run into the character behind them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct file {
    const char *root, *name;
    size_t size;
};

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct file *)a)->name, ((const struct file *)b)->name);
}

/* The files that the arguments name, in order of their names; `files` has room for all. */
static size_t read_arguments(char **arguments, struct file *files)
{
    size_t count = 0;
    const char *root = *arguments++;
    for (; *arguments != NULL; arguments++) {
        if (strcmp(*arguments, "--") == 0 && arguments[1] != NULL)
            root = *++arguments;
        else
            files[count++] = (struct file){root, *arguments, 0};
    }
    qsort(files, count, sizeof *files, compare_names);
    return count;
}

static void write_byte(int c)
{
    switch (c) {
    case '\n':
        fputs("\\n\"\n\"", stdout);
        break;
    case '"':
    case '\\':
    case '?': /* no trigraphs */
        printf("\\%c", c);
        break;
    default:
        if (c >= ' ' && c <= '~')
            putchar(c);
        else
            printf("\\%03o", (unsigned)c);
    }
}

/* Writes the bytes of one file as a string literal; returns their number. */
static size_t write_file(const char *root, const char *name, size_t index)
{
    char path[4096];
    size_t size = 0;
    FILE *file;
    int c;

    if (snprintf(path, sizeof path, "%s/%s", root, name) >= (int)sizeof path) {
        fprintf(stderr, "embed: path too long: %s\n", name);
        exit(1);
    }
    file = fopen(path, "rb");
    if (file == NULL) {
        fprintf(stderr, "embed: %s: %s\n", path, strerror(errno));
        exit(1);
    }
    printf("static const char file_%zu[] =\n\"", index);
    while ((c = getc(file)) != EOF) {
        write_byte(c);
        size++;
    }
    fputs("\";\n\n", stdout);
    if (ferror(file)) {
        fprintf(stderr, "embed: %s: %s\n", path, strerror(errno));
        exit(1);
    }
    fclose(file);
    return size;
}

int main(int argc, char **argv)
{
    size_t count, i;
    struct file *files;

    if (argc < 2) {
        fputs("usage: embed ROOT NAME... [-- ROOT NAME...]\n", stderr);
        return 2;
    }
    files = calloc((size_t)argc, sizeof *files);
    if (files == NULL)
        return 1;
    count = read_arguments(argv + 1, files);
    puts("/* Made by tools/embed.c: do not edit. */\n#include \"base/embedded.h\"\n");
    for (i = 0; i < count; i++)
        files[i].size = write_file(files[i].root, files[i].name, i);
    puts("const struct embedded_file embedded_files[] = {");
    for (i = 0; i < count; i++)
        printf("    {\"%s\", (const unsigned char *)file_%zu, %zu},\n", files[i].name, i,
               files[i].size);
    puts("    {NULL, NULL, 0},\n};");
    printf("const size_t embedded_file_count = %zu;\n", count);
    free(files);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("embed");
        return 1;
    }
    return 0;
}
