/*
 * embed: turn Lua files into C arrays at build time.
 *
 *     embed lua/heddle/init.lua lua/heddle/table.lua ... > build/embed.c
 *     embed --scripts scripts/learning_deck.lua ... > build/scripts.c
 *
 * Every argument is a path below lua/, or below scripts/ after --scripts. The output defines the table of modules, or of
 * scripts, declared in host/embed.h; it
 * depends on the paths and the bytes of the files alone: entries are sorted by path in byte order,
 * whatever order the arguments had. A file that cannot be read, a path that gives no module name
 * or two files with one name end the program with status 1 and one line on standard error; the
 * caller throws the partial output away.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char LUA_ROOT[] = "lua/";
static const char SCRIPTS_ROOT[] = "scripts/";
static const char SUFFIX[] = ".lua";
static const char INIT[] = ".init";

enum { NAME_MAX_BYTES = 200, BYTES_A_LINE = 20 };

static void die(const char *path, const char *what)
{
    fprintf(stderr, "embed: %s: %s\n", path, what);
    exit(1);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Writes the module name of path to name (NAME_MAX_BYTES + 1 bytes). The character check keeps
 * names usable in require and lets paths go into the output without escaping. */
static void module_name(const char *path, const char *root_name, char *name)
{
    size_t len = strlen(path);
    size_t root = strlen(root_name), suffix = sizeof SUFFIX - 1, init = sizeof INIT - 1;

    if (len <= root + suffix || strncmp(path, root_name, root) != 0 ||
        strcmp(path + len - suffix, SUFFIX) != 0)
        die(path, root_name == LUA_ROOT ? "expected a path of the form lua/NAME.lua"
                                        : "expected a path of the form scripts/NAME.lua");
    len -= root + suffix;
    if (len > NAME_MAX_BYTES)
        die(path, "the module name is too long");
    for (size_t i = 0; i < len; i++) {
        char c = path[root + i];
        if (c == '/')
            c = '.';
        else if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
            die(path, "expected lower-case letters, digits, '_' and '/' in a module's path");
        name[i] = c;
    }
    name[len] = '\0';
    if (len > init && strcmp(name + len - init, INIT) == 0)
        name[len - init] = '\0';
}

/* Writes one array with the file's bytes and a closing zero; returns the number of bytes. */
static size_t write_array(const char *path, int index)
{
    FILE *f = fopen(path, "rb");
    size_t size = 0;
    int c;

    if (f == NULL)
        die(path, "cannot open the file");
    printf("\nstatic const unsigned char file_%d[] = { /* %s */", index, path);
    while ((c = getc(f)) != EOF) {
        printf("%s%d,", size % BYTES_A_LINE == 0 ? "\n" : "", c);
        size++;
    }
    if (ferror(f))
        die(path, "cannot read the file");
    fclose(f);
    printf("\n0};\n");
    return size;
}

static void check_unique(char **names, int count)
{
    for (int i = 0; i < count; i++)
        for (int k = i + 1; k < count; k++)
            if (strcmp(names[i], names[k]) == 0)
                die(names[i], "two files have this module name");
}

static void *grab(size_t count, size_t size)
{
    void *p = calloc(count > 0 ? count : 1, size);
    if (p == NULL)
        die("memory", "not enough");
    return p;
}

int main(int argc, char **argv)
{
    bool scripts = argc > 1 && strcmp(argv[1], "--scripts") == 0;
    int first = scripts ? 2 : 1, count = argc > first ? argc - first : 0;
    const char *root = scripts ? SCRIPTS_ROOT : LUA_ROOT;
    char **paths = argv + first;
    char **names = grab((size_t)count, sizeof *names);
    size_t *sizes = grab((size_t)count, sizeof *sizes);

    if (count > 1)
        qsort(paths, (size_t)count, sizeof *paths, by_path);
    for (int i = 0; i < count; i++) {
        names[i] = grab(NAME_MAX_BYTES + 1, 1);
        module_name(paths[i], root, names[i]);
    }
    check_unique(names, count);

    printf("/* Made by src/tool/embed.c from the files below %s; not to be edited. */\n", root);
    printf("#include \"host/embed.h\"\n");
    for (int i = 0; i < count; i++)
        sizes[i] = write_array(paths[i], i);
    printf("\nconst hd_embed hd_embed_%s[] = {\n", scripts ? "scripts" : "files");
    for (int i = 0; i < count; i++)
        printf("    {\"%s\", \"%s\", file_%d, %zu},\n", names[i], paths[i], i, sizes[i]);
    printf("    {NULL, NULL, NULL, 0},\n};\n");
    if (!scripts)
        printf("\nconst size_t hd_embed_count = %d;\n", count);

    for (int i = 0; i < count; i++)
        free(names[i]);
    free(names);
    free(sizes);
    if (fflush(stdout) != 0 || ferror(stdout))
        die("standard output", "cannot write");
    return 0;
}
