/*
 * compile: turn Lua files into C arrays of compiled Lua at build time.
 *
 *     compile lua/heddle/init.lua lua/heddle/table.lua ... > build/code.c
 *
 * Every argument is a path below lua/. The output defines the table of compiled modules declared
 * in host/embed.h, in byte order of path. Lines and names stay in the code, since errors name
 * them. A file that cannot be read or does not parse ends the program with status 1 and one line
 * on standard error; the caller throws the partial output away.
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES_A_LINE = 20 };

static void die(const char *path, const char *what)
{
    fprintf(stderr, "compile: %s: %s\n", path, what);
    exit(1);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Pushes the file's text. */
static void push_file(lua_State *L, const char *path)
{
    FILE *f = fopen(path, "rb");
    luaL_Buffer text;

    if (f == NULL)
        die(path, "cannot open the file");
    luaL_buffinit(L, &text);
    for (int c; (c = getc(f)) != EOF;)
        luaL_addchar(&text, (char)c);
    if (ferror(f))
        die(path, "cannot read the file");
    fclose(f);
    luaL_pushresult(&text);
}

static int write_piece(lua_State *L, const void *p, size_t size, void *total)
{
    const unsigned char *bytes = p;
    size_t *n = total;

    (void)L;
    for (size_t i = 0; i < size; i++, (*n)++)
        printf("%s%d,", *n % BYTES_A_LINE == 0 ? "\n" : "", bytes[i]);
    return 0;
}

/* Writes one array; returns the number of bytes. The chunk is named as the program names the text. */
static size_t write_array(lua_State *L, const char *path, int index)
{
    const char *name = strncmp(path, "lua/", 4) == 0 ? path + 4 : path;
    size_t size = 0, length;
    const char *text;

    push_file(L, path);
    text = lua_tolstring(L, -1, &length);
    lua_pushfstring(L, "=%s", name);
    if (luaL_loadbufferx(L, text, length, lua_tostring(L, -1), "t") != LUA_OK)
        die(path, lua_tostring(L, -1));
    printf("\nstatic const unsigned char code_%d[] = { /* %s */", index, path);
    lua_dump(L, write_piece, &size, 0);
    printf("};\n");
    lua_settop(L, 0);
    return size;
}

int main(int argc, char **argv)
{
    int count = argc > 0 ? argc - 1 : 0;
    char **paths = argv + 1;
    lua_State *L = luaL_newstate();
    size_t *sizes = calloc((size_t)count + 1, sizeof *sizes);

    if (L == NULL || sizes == NULL)
        die("memory", "not enough");
    if (count > 1)
        qsort(paths, (size_t)count, sizeof *paths, by_path);
    printf("/* Made by src/tool/compile.c from the files below lua/; not to be edited. */\n");
    printf("#include \"host/embed.h\"\n");
    for (int i = 0; i < count; i++)
        sizes[i] = write_array(L, paths[i], i);
    printf("\nconst hd_embed_code hd_embed_codes[] = {\n");
    for (int i = 0; i < count; i++)
        printf("    {\"%s\", code_%d, %zu},\n", paths[i], i, sizes[i]);
    printf("    {NULL, NULL, 0},\n};\n");
    free(sizes);
    lua_close(L);
    if (fflush(stdout) != 0 || ferror(stdout))
        die("standard output", "cannot write");
    return 0;
}
