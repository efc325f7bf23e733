/* Bindings that no service can listen on (IIS1603). */
#include "unit/config/check_fixture.h"

#include <string.h>

#define SITE_OF_BINDINGS(content)                                                                  \
    "<system.applicationHost><sites><site name='Shop' id='1'>\n"                                   \
    "<application path='/'><virtualDirectory path='/' physicalPath='C:\\shop'/></application>\n"   \
    "<bindings>" content "</bindings></site></sites></system.applicationHost>"
#define BINDING(protocol, information)                                                             \
    SITE_OF_BINDINGS("<binding protocol='" protocol "' bindingInformation='" information "'/>")

static void test_bindings(void **state)
{
    (void)state;
    static const struct {
        const char *protocol, *information, *template;
    } rows[] = {
        {"http", "*:80:", NULL},
        {"http", ":80:", NULL},
        {"http", "10.0.0.7:8080:www.contoso.com", NULL},
        {"https", "[::1]:443:", NULL},
        {"https", "[fe80::1%4]:443:", NULL},
        {"https", "[::ffff:10.0.0.7]:443:", NULL},
        {"https", "*:443:*.contoso.com", NULL},
        {"https", "*:443:*", NULL},
        {"HTTP", "*:65535:", NULL},
        {"http", "*:80:sh\xC3\xB6p.contoso.com", NULL},
        {"http", "*:80:my_host", NULL},
        {"ftp", "*:21:", NULL},
        {"net.tcp", "808:*", NULL},
        {"net.pipe", "*", NULL},
        {"msmq.formatname", "localhost", NULL},
        {"contoso", "anything", NULL},
        {"http", "*:80", "parts"},
        {"http", "80", "parts"},
        {"http", "[::1:80:", "parts"},
        {"http", "www.contoso.com:80:", "address"},
        {"http", "10.0.0.256:80:", "address"},
        {"http", "10.0.0:80:", "address"},
        {"http", "10.0.0.0.7:80:", "address"},
        {"http", "10.0.0.0007:80:", "address"},
        {"http", "10..0.7:80:", "address"},
        {"https", "[:]:443:", "address"},
        {"https", "[fe800::1]:443:", "address"},
        {"https", "[fe80::g]:443:", "address"},
        {"https", "[1:2:3:4:5:6:7:8:9:a]:443:", "address"},
        {"http", "::1:80:", "port"},
        {"http", "[1]:80:", "address"},
        {"http", "*:0:", "port"},
        {"http", "*:65536:", "port"},
        {"http", "*:x:", "port"},
        {"http", "*:-1:", "port"},
        {"http", "*:18446744073709551696:", "port"}, /* 2^64 + 80 */
        {"http", "*::", "port"},
        {"http", "*:80:http://a/", "host"},
        {"http", "*:80:a b", "host"},
        {"http", "*:80:a:b", "host"},
        {"http", "*:80:www.*.com", "wildcard"},
        {"http", "*:80:*contoso.com", "wildcard"},
        {"http", "*:80:*.*.com", "wildcard"},
        {"net.tcp", "*", "port-host"},
        {"net.tcp", "99999:*", "port"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct image image;
        image_init(&image);
        image_load_host(&image, arena_printf(image.arena, BINDING("%s", "%s"), rows[i].protocol,
                                             rows[i].information));
        check_server(image.server);
        if (image.server->problems.count != (rows[i].template ? 1 : 0))
            fail_msg("%s: %zu problems", rows[i].information, image.server->problems.count);
        const struct problem *problem = rows[i].template ? image.server->problems.items[0] : NULL;
        if (problem) {
            assert_string_equal(problem->rule, "IIS1603");
            assert_string_equal(problem->template, rows[i].template);
            /* http.sys may take such a name after all */
            assert_int_equal(problem->level, strcmp(rows[i].template, "wildcard") == 0
                                                 ? PROBLEM_WARNING
                                                 : PROBLEM_BY_RULE);
        }
        image_fini(&image);
    }
    check_says_host(BINDING("http", "*:70000:"),
                    "IIS1603/port applicationHost.config:4:56-64 'Shop' *:70000:, http, Shop, "
                    "70000\n");
}

/* Each binding has its own place; one without information is told by the check of the shape. */
static void test_which_binding(void **state)
{
    (void)state;
    check_says_host(SITE_OF_BINDINGS("<binding protocol='http' bindingInformation='*:80:'/>\n"
                                     "<binding protocol='http' bindingInformation='80'/>\n"
                                     "<clear/><binding protocol='http'/>"),
                    "IIS1204 applicationHost.config:6:9-35 '' binding, bindingInformation\n"
                    "IIS1603/parts applicationHost.config:5:46-48 'Shop' 80, http, Shop, 80\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_bindings),
                                       cmocka_unit_test(test_which_binding)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
