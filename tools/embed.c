/*
 * embed.c - build-time helper: writes a C file that holds the given files.
 *
 *     embed ROOT NAME... >embedded.c        (NAME is relative to ROOT)
 *
 * String literals, not arrays of numbers: they compile many times faster. Bytes that are not plain
 * ASCII become three-digit octal escapes, which cannot run into the character behind them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
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
    size_t *sizes;

    if (argc < 2) {
        fputs("usage: embed ROOT NAME...\n", stderr);
        return 2;
    }
    count = (size_t)(argc - 2);
    qsort(argv + 2, count, sizeof *argv, compare_names);
    sizes = calloc(count + 1, sizeof *sizes);
    if (sizes == NULL)
        return 1;
    puts("/* Made by tools/embed.c: do not edit. */\n#include \"base/embedded.h\"\n");
    for (i = 0; i < count; i++)
        sizes[i] = write_file(argv[1], argv[i + 2], i);
    puts("const struct embedded_file embedded_files[] = {");
    for (i = 0; i < count; i++)
        printf("    {\"%s\", (const unsigned char *)file_%zu, %zu},\n", argv[i + 2], i, sizes[i]);
    puts("    {NULL, NULL, 0},\n};");
    printf("const size_t embedded_file_count = %zu;\n", count);
    free(sizes);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("embed");
        return 1;
    }
    return 0;
}
