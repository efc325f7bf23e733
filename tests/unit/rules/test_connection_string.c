#include "rules/connection_string.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena *arena;
    struct regex_cache *regexes;
    struct connection_syntax *syntax;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    struct error error;
    fixture.arena = arena_new();
    fixture.regexes = regex_cache_new(fixture.arena);
    fixture.syntax = connection_syntax_new(fixture.arena, fixture.regexes, &error);
    *state = &fixture;
    return fixture.syntax ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    regex_cache_free(fixture->regexes);
    arena_free(fixture->arena);
    return 0;
}

static struct connection_string parse(void *state, const char *text, const char *provider)
{
    struct fixture *fixture = state;
    struct connection_string result;
    if (!connection_string_parse(fixture->syntax, fixture->arena, text, provider, &result))
        fail_msg("not a connection string: %s", text);
    return result;
}

static bool is_one(void *state, const char *text)
{
    struct fixture *fixture = state;
    struct connection_string result;
    return connection_string_parse(fixture->syntax, fixture->arena, text, NULL, &result);
}

static void check_value(void *state, const char *text, const char *name, const char *expected)
{
    struct connection_string result = parse(state, text, NULL);
    const char *value = connection_string_get(&result, name);
    if (expected)
        assert_string_equal(value ? value : "(none)", expected);
    else
        assert_null(value);
}

static void keywords(void **state)
{
    static const char *const cases[][3] = {
        {"Data Source=x", "DataSource", "x"},
        {"SERVER=x", "DataSource", "x"},
        {"address=x", "DataSource", "x"},
        {"Addr=x", "DataSource", "x"},
        {"Network Address=x", "DataSource", "x"},
        {"Server=x;Database=d", "InitialCatalog", "d"},
        {"Server=x;initial catalog=d", "InitialCatalog", "d"},
        {"Server=x;Integrated Security=SSPI", "IntegratedSecurity", "true"},
        {"Server=x;Integrated Security=True", "IntegratedSecurity", "true"},
        {"Server=x;Trusted_Connection=yes", "IntegratedSecurity", "true"},
        {"Server=x;Trusted_Connection=No", "IntegratedSecurity", "false"},
        {"Server=x;User Instance=yes", "UserInstance", "true"},
        {"Server=x;User Instance=sspi", "UserInstance", "sspi"},
        {"Server=x;AttachDBFilename=|DataDirectory|a.mdf", "AttachDbFilename",
         "|DataDirectory|a.mdf"},
        {"Server=x;Extended Properties=C:\\a.mdf", "AttachDbFilename", "C:\\a.mdf"},
        {"Server=x;Initial File Name=C:\\a.mdf", "AttachDbFilename", "C:\\a.mdf"},
        {"Server=x;User ID=sa", "UserID", "sa"},
        {"Server=x;UID=sa", "UserID", "sa"},
        {"Server=x;User=sa", "UserID", "sa"},
        {"Server=x;PWD=p", "Password", "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2"},
        {"Server=x;Password=p", "Password", "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2"},
        {"Server=x;Password=", "Password", NULL},
        {"Server=x;Timeout=3", "ConnectTimeout", "3"},
        {"Server=x;MultipleActiveResultSets=True", "MultipleActiveResultSets", "true"},
        {"Server=x;WSID=w", "WorkstationID", "w"},
        {"Server=x;Nope=w", "WorkstationID", NULL},
        {"Server=a;Data Source=b", "DataSource", "b"}, /* the last one counts */
        {"Server=a;Database=d;Database=", "InitialCatalog", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_value(*state, cases[i][0], cases[i][1], cases[i][2]);
}

static void quoting(void **state)
{
    static const char *const cases[][2] = {
        {"Server = x ; Database = d ", "d"},
        {";; Server=x;;Database=d;", "d"},
        {"Server=x;Database=\"a;b\"", "a;b"},
        {"Server=x;Database='a;b'", "a;b"},
        {"Server=x;Database=\"a\"\"b\"", "a\"b"},
        {"Server=x;Database='a''b'", "a'b"},
        {"Server=x;Database='a\"b'", "a\"b"},
        {"Server=x;Database=\"a'b\"  ; Timeout=3", "a'b"},
        {"Server=x;Database=a'b", "a'b"},
        {"Server=x;Database=a=b", "a=b"},
        {"Server=x;Database=a b", "a b"},
        {"Server=x;Database=\" a \"", " a "},
        {"Server=x;Database=\"\"", NULL},
        {"Server=x;a==b=c;Database=d", "d"}, /* the keyword a=b */
        {"\n\t Server=x;\r\n\tDatabase=d\n", "d"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_value(*state, cases[i][0], "InitialCatalog", cases[i][1]);
}

static void not_connection_strings(void **state)
{
    static const char *const texts[] = {"",
                                        "true",
                                        "1",
                                        "a=b",
                                        "x",
                                        ";",
                                        "=x",
                                        "Server",
                                        "Server=x;Database",
                                        "https://www.contoso.com/?server=x",
                                        "mongodb://user:p@host:27017/db?ssl=true",
                                        "localhost:6379,password=p,ssl=True,abortConnect=False",
                                        "Server=x;Database=\"open",
                                        "Server=x;Database='a'b",
                                        "User=x",
                                        "Database=x",
                                        "Server=\001x",
                                        "InitialCatalog=x"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (is_one(*state, texts[i]))
            fail_msg("taken for a connection string: %s", texts[i]);
}

/* A mask that took the closing quote with it. */
static void masked(void **state)
{
    struct connection_string result =
        parse(*state,
              "metadata=res://*/M.csdl;provider=System.Data.SqlClient;provider connection string="
              "\"data source=.;initial catalog=d;user id=u;"
              "password=\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2",
              "System.Data.EntityClient");
    assert_true(result.is_sql_server);
    assert_string_equal(result.server, ".");
}

static void data_sources(void **state)
{
    static const struct {
        const char *source, *server, *instance, *port;
        bool local_db;
    } cases[] = {
        {"web01", "web01", "", "", false},
        {".", ".", "", "", false},
        {"(local)", "(local)", "", "", false},
        {".\\SQLEXPRESS", ".", "SQLEXPRESS", "", false},
        {"(local)\\SqlExpress", "(local)", "SQLEXPRESS", "", false},
        {"db01.contoso.com\\inst1", "db01.contoso.com", "INST1", "", false},
        {"db01\\MSSQLSERVER", "db01", "", "", false},
        {"db01,1433", "db01", "", "1433", false},
        {"tcp:db01, 1433", "db01", "", "1433", false},
        {"tcp:db01\\I,50000", "db01", "I", "50000", false},
        {"TCP: db01", "db01", "", "", false},
        {"lpc:.\\X", ".", "X", "", false},
        {"admin:db01", "db01", "", "", false},
        {"np:\\\\db01\\pipe\\sql\\query", "db01", "", "", false},
        {"np:\\\\.\\pipe\\MSSQL$SQLEXPRESS\\sql\\query", ".", "SQLEXPRESS", "", false},
        {"np:\\\\.\\pipe\\LOCALDB#8D4F\\tsql\\query", ".", "", "", true},
        {"\\\\.\\pipe\\sql\\query", ".", "", "", false},
        {"(localdb)\\MSSQLLocalDB", "(localdb)", "MSSQLLOCALDB", "", true},
        {"(LocalDB)\\v11.0", "(LocalDB)", "V11.0", "", true},
        {"(localdb)\\.\\Shared", "(localdb)", ".\\SHARED", "", true},
        {"[::1],1433", "::1", "", "1433", false},
        {"::1", "::1", "", "", false},
        {"x.database.windows.net,1433", "x.database.windows.net", "", "1433", false},
        {"\\\\", "", "", "", false},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct connection_string result =
            parse(*state, arena_printf(fixture->arena, "Data Source=%s", cases[i].source), NULL);
        assert_string_equal(result.server, cases[i].server);
        assert_string_equal(result.instance, cases[i].instance);
        assert_string_equal(result.port, cases[i].port);
        assert_int_equal(result.is_local_db, cases[i].local_db);
    }
}

static void local_or_not(void **state)
{
    static const struct {
        const char *source, *computer;
        enum answer answer;
    } cases[] = {
        {".", NULL, ANSWER_YES},
        {"(LOCAL)\\X", NULL, ANSWER_YES},
        {"localhost", "WEB01", ANSWER_YES},
        {"127.0.0.1,1433", NULL, ANSWER_YES},
        {"[::1]", NULL, ANSWER_YES},
        {"(localdb)\\v11.0", NULL, ANSWER_YES},
        {"web01\\X", "WEB01", ANSWER_YES},
        {"web01.contoso.com", "WEB01", ANSWER_YES},
        {"web012", "WEB01", ANSWER_NO},
        {"db01", "WEB01", ANSWER_NO},
        {"db01", NULL, ANSWER_UNKNOWN},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct connection_string result =
            parse(*state, arena_printf(fixture->arena, "Data Source=%s", cases[i].source), NULL);
        assert_int_equal(connection_string_is_local(&result, cases[i].computer), cases[i].answer);
    }
}

static void sql_server(void **state)
{
    static const char *const texts[] = {
        "Data Source=.\\SQLEXPRESS;Integrated Security=SSPI;AttachDBFilename=a.mdf;User Instance=true",
        "Data Source=(LocalDb)\\MSSQLLocalDB;Initial Catalog=x;Integrated Security=True",
        "Server=.;Database=x;Trusted_Connection=True",
        "Server=db01;Database=x;Integrated Security=true",
        "Data Source=db01;Initial Catalog=x;User ID=u;Password=p",
        "server=db01\\INST;uid=u;pwd=p;database=x",
        "server=db01,1433;uid=u;pwd=p;database=x",
        "Server=tcp:x.database.windows.net,1433;Database=x;User ID=u;Password=p;Encrypt=True",
        "Server=db01;Database=x;User ID=u;Password=p;MultipleActiveResultSets=true",
        "Server=db01;Database=x;Trusted_Connection=False;User Id=u;Password=p",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!parse(*state, texts[i], NULL).is_sql_server)
            fail_msg("not SQL Server: %s", texts[i]);
}

/* Others, and those that nobody can tell. */
static void not_sql_server(void **state)
{
    static const char *const texts[] = {
        "Provider=SQLOLEDB;Data Source=.\\SQLEXPRESS;Initial Catalog=x;Integrated Security=SSPI",
        "Provider=Microsoft.ACE.OLEDB.12.0;Data Source=|DataDirectory|a.accdb",
        "Driver={SQL Server};Server=.\\SQLEXPRESS;Database=x;Trusted_Connection=yes",
        "Dsn=x;Uid=u;Pwd=p",
        "Data Source=a.db;Version=3;",
        "Data Source=a.db",
        "Data Source=App_Data\\a.db",
        "Data Source=C:\\data\\a.sqlite",
        "Data Source=|DataDirectory|\\a.sdf",
        "Server=localhost;Database=x;Uid=root;Pwd=p;SslMode=none",
        "server=localhost;database=x;user id=root;password=p",
        "Server=localhost;Port=3306;Database=x;Uid=root",
        "Host=localhost;Port=5432;Database=x;Username=u;Password=p",
        "Server=127.0.0.1;Port=5432;Database=x;Integrated Security=true",
        "Data Source=ORCL;User Id=scott;Password=p",
        "Data Source=ORCL;Integrated Security=SSPI",
        "Data Source=(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h)(PORT=1521)));User Id=u",
        "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=k==",
        "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey=s",
        "Server=db01",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (parse(*state, texts[i], NULL).is_sql_server)
            fail_msg("taken for SQL Server: %s", texts[i]);
}

static void providers(void **state)
{
    const char *any = "server=db01;database=x;user id=u;password=p";
    assert_true(parse(*state, any, "System.Data.SqlClient").is_sql_server);
    assert_true(parse(*state, any, "microsoft.data.sqlclient").is_sql_server);
    assert_false(parse(*state, any, "MySql.Data.MySqlClient").is_sql_server);
    assert_false(
        parse(*state, "Server=.\\SQLEXPRESS;Database=x;Trusted_Connection=yes", "System.Data.OleDb")
            .is_sql_server);
    /* SqlClient would refuse the keyword, but it is what reads the string */
    assert_true(parse(*state, "server=db01;nope=1", "System.Data.SqlClient").is_sql_server);
}

static void entity_framework(void **state)
{
    const char *metadata = "metadata=res://*/M.csdl|res://*/M.ssdl|res://*/M.msl;";
    struct fixture *fixture = *state;
    struct connection_string result = parse(
        *state,
        arena_printf(fixture->arena,
                     "%sprovider=System.Data.SqlClient;provider connection string=\"data source="
                     ".\\SQLEXPRESS;initial catalog=Shop;integrated security=True;App=EF\"",
                     metadata),
        "System.Data.EntityClient");
    assert_true(result.is_sql_server);
    assert_string_equal(result.server, ".");
    assert_string_equal(result.instance, "SQLEXPRESS");
    assert_string_equal(connection_string_get(&result, "InitialCatalog"), "Shop");
    /* without a providerName the metadata tells */
    result = parse(*state,
                   arena_printf(fixture->arena,
                                "%sprovider=MySql.Data.MySqlClient;provider connection string="
                                "'server=.;database=Shop;trusted_connection=yes'",
                                metadata),
                   NULL);
    assert_false(result.is_sql_server);
    assert_string_equal(result.server, ".");
    assert_false(is_one(*state, "metadata=x;provider connection string=\"metadata=x;provider "
                                "connection string='metadata=x;provider connection string=s'\""));
}

static void shipped(void **state)
{
    struct fixture *fixture = *state;
    const char *text = "data source=.\\SQLEXPRESS;Integrated Security=SSPI;AttachDBFilename="
                       "|DataDirectory|aspnetdb.mdf;User Instance=true";
    assert_true(connection_string_is_shipped(fixture->syntax, "LocalSqlServer", text));
    assert_false(connection_string_is_shipped(fixture->syntax, "LocalSqlServer", "Server=."));
    assert_false(connection_string_is_shipped(fixture->syntax, "Mine", text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keywords, set_up, tear_down),
        cmocka_unit_test_setup_teardown(quoting, set_up, tear_down),
        cmocka_unit_test_setup_teardown(not_connection_strings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(masked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(data_sources, set_up, tear_down),
        cmocka_unit_test_setup_teardown(local_or_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sql_server, set_up, tear_down),
        cmocka_unit_test_setup_teardown(not_sql_server, set_up, tear_down),
        cmocka_unit_test_setup_teardown(providers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(entity_framework, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shipped, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
