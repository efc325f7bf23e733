#include "report/sarif_taxonomies.h"

#include "base/text.h"

#include <string.h>

/* What is known of the taxonomies themselves. One that is not here still gets its entries. */
struct standard {
    const char *name;
    const char *guid; /* the one that others use for it; NULL: made from the name */
    const char *version;
    const char *organization;
    const char *description;
    const char *uri;
    const char *entry_uri; /* with %s for the id; NULL when entries have no page */
};

static const struct standard standards[] = {
    {"CWE", "25F72D7E-8A92-459D-AD67-64853F788765", "4.15", "MITRE",
     "The MITRE Common Weakness Enumeration.", "https://cwe.mitre.org/",
     "https://cwe.mitre.org/data/definitions/%s.html"},
    {"CIS IIS 10", NULL, "1.2.1", "Center for Internet Security",
     "The CIS Microsoft IIS 10 Benchmark.", "https://www.cisecurity.org/benchmark/microsoft_iis",
     NULL},
    {"DISA STIG", NULL, NULL, "Defense Information Systems Agency",
     "The Security Technical Implementation Guides for Microsoft IIS 10.0.",
     "https://public.cyber.mil/stigs/", NULL},
};

static const struct standard *find_standard(const char *name)
{
    for (size_t i = 0; i < sizeof standards / sizeof standards[0]; i++) {
        if (text_equals_nocase(standards[i].name, name))
            return &standards[i];
    }
    return NULL;
}

bool sarif_taxonomies_is_cwe(const struct iislint_mapping *mapping)
{
    return text_equals_nocase(mapping->standard, "CWE");
}

const char *sarif_taxonomies_id(const struct iislint_mapping *mapping)
{
    if (sarif_taxonomies_is_cwe(mapping) && text_starts_with_nocase(mapping->id, "CWE-"))
        return mapping->id + strlen("CWE-");
    return mapping->id;
}

static struct sarif_taxonomy *find_taxonomy(const struct sarif *sarif, const char *name)
{
    for (size_t i = 0; i < sarif->taxonomies.count; i++) {
        struct sarif_taxonomy *taxonomy = sarif->taxonomies.items[i];
        if (text_equals_nocase(taxonomy->name, name))
            return taxonomy;
    }
    return NULL;
}

static struct sarif_taxonomy *add_taxonomy(struct sarif *sarif, const char *name)
{
    const struct standard *standard = find_standard(name);
    struct sarif_taxonomy *taxonomy = arena_alloc(sarif->arena, sizeof *taxonomy);
    taxonomy->name = standard != NULL ? standard->name : name;
    taxonomy->guid = standard != NULL && standard->guid != NULL
                         ? standard->guid
                         : sarif_guid(sarif->arena, "taxonomy", taxonomy->name);
    taxonomy->index = sarif->taxonomies.count;
    taxonomy->taxa = map_new(sarif->arena, MAP_CASE_SENSITIVE);
    list_add(&sarif->taxonomies, sarif->arena, taxonomy);
    return taxonomy;
}

static void collect_mapping(struct sarif *sarif, const struct iislint_mapping *mapping)
{
    struct sarif_taxonomy *taxonomy = find_taxonomy(sarif, mapping->standard);
    if (taxonomy == NULL)
        taxonomy = add_taxonomy(sarif, mapping->standard);
    const char *id = sarif_taxonomies_id(mapping);
    struct sarif_taxon *taxon = map_find(taxonomy->taxa, id);
    if (taxon == NULL) {
        taxon = arena_alloc(sarif->arena, sizeof *taxon);
        taxon->id = id;
        taxon->guid = sarif_guid(sarif->arena, taxonomy->name, id);
        taxon->index = map_count(taxonomy->taxa);
        map_set(taxonomy->taxa, id, taxon);
    }
    if (taxon->title == NULL)
        taxon->title = mapping->title;
}

void sarif_taxonomies_collect(struct sarif *sarif)
{
    for (size_t i = 0; i < sarif->rule_order.count; i++) {
        const struct sarif_rule *rule = sarif->rule_order.items[i];
        for (size_t j = 0; j < rule->help->mapping_count; j++)
            collect_mapping(sarif, &rule->help->mappings[j]);
    }
}

static void add_component(struct json *object, const struct sarif_taxonomy *taxonomy)
{
    json_add_text(object, "name", taxonomy->name);
    json_add_number(object, "index", (int64_t)taxonomy->index);
    json_add_text(object, "guid", taxonomy->guid);
}

struct json *sarif_taxonomies_supported(const struct sarif *sarif)
{
    if (sarif->taxonomies.count == 0)
        return NULL;
    struct json *list = json_array();
    for (size_t i = 0; i < sarif->taxonomies.count; i++)
        add_component(json_append(list, json_object()), sarif->taxonomies.items[i]);
    return list;
}

struct json *sarif_taxonomies_reference(const struct sarif *sarif,
                                        const struct iislint_mapping *mapping)
{
    const struct sarif_taxonomy *taxonomy = find_taxonomy(sarif, mapping->standard);
    const struct sarif_taxon *taxon = map_find(taxonomy->taxa, sarif_taxonomies_id(mapping));
    struct json *reference = json_object();
    json_add_text(reference, "id", taxon->id);
    json_add_number(reference, "index", (int64_t)taxon->index);
    json_add_text(reference, "guid", taxon->guid);
    add_component(json_add(reference, "toolComponent", json_object()), taxonomy);
    return reference;
}

static struct json *make_taxon(struct sarif *sarif, const struct standard *standard,
                               const struct sarif_taxon *taxon)
{
    struct json *object = json_object();
    json_add_text(object, "id", taxon->id);
    json_add_text(object, "guid", taxon->guid);
    if (taxon->title != NULL)
        json_add(object, "shortDescription",
                 sarif_text(sarif_sentence(sarif->arena, taxon->title)));
    if (standard != NULL && standard->entry_uri != NULL) {
        const char *at = strstr(standard->entry_uri, "%s");
        json_add_text(object, "helpUri",
                      arena_printf(sarif->arena, "%.*s%s%s", (int)(at - standard->entry_uri),
                                   standard->entry_uri, taxon->id, at + 2));
    }
    return object;
}

static void write_taxonomy(struct sarif *sarif, const struct sarif_taxonomy *taxonomy)
{
    const struct standard *standard = find_standard(taxonomy->name);
    struct json *object = json_object();
    json_add_text(object, "name", taxonomy->name);
    json_add_text(object, "guid", taxonomy->guid);
    if (standard != NULL) {
        json_add_text(object, "version", standard->version);
        json_add_text(object, "organization", standard->organization);
        json_add_text(object, "informationUri", standard->uri);
    }
    const char *description =
        standard != NULL ? standard->description : sarif_sentence(sarif->arena, taxonomy->name);
    json_add(object, "shortDescription", sarif_text(description));
    json_add(object, "fullDescription", sarif_text(description));
    json_add_bool(object, "isComprehensive", false);
    struct json *taxa = json_add(object, "taxa", json_array());
    size_t cursor = 0;
    const char *id;
    void *taxon;
    while (map_next(taxonomy->taxa, &cursor, &id, &taxon))
        json_append(taxa, make_taxon(sarif, standard, taxon));
    json_stream_value(&sarif->stream, NULL, object);
}

void sarif_taxonomies_write(struct sarif *sarif)
{
    if (sarif->taxonomies.count == 0)
        return;
    json_stream_begin_array(&sarif->stream, "taxonomies");
    for (size_t i = 0; i < sarif->taxonomies.count; i++)
        write_taxonomy(sarif, sarif->taxonomies.items[i]);
    json_stream_end(&sarif->stream);
}
