/*
 * sarif_location.h - places as SARIF locations: file, region, surrounding lines, logical place.
 */
#ifndef IISLINT_REPORT_SARIF_LOCATION_H
#define IISLINT_REPORT_SARIF_LOCATION_H

#include "report/sarif_run.h"

/* Collects run.artifacts and names each file. */
void sarif_location_collect(struct sarif *sarif);

/* The artifact of a file; made when it is not there yet, which is for the first pass only. */
struct sarif_artifact *sarif_location_artifact(struct sarif *sarif,
                                               const struct iislint_file *file);

/* {uri, uriBaseId, index} */
struct json *sarif_location_of_artifact(const struct sarif_artifact *artifact);

/* {startLine, startColumn, endLine, endColumn} */
struct json *sarif_location_region(const struct iislint_region *region);

/* A location object with physical and logical place; `place->file` must not be NULL. */
struct json *sarif_location(struct sarif *sarif, const struct iislint_place *place);

/* A location for a path that could not be opened, so it is no artifact of the run. */
struct json *sarif_location_of_path(struct sarif *sarif, const char *path);

/* Writes run.artifacts; run.logicalLocations holds those met so far. */
void sarif_location_write_artifacts(struct sarif *sarif);
void sarif_location_write_logical(struct sarif *sarif);

#endif
