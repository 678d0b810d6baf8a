/* record.h -- one import record as a plain struct.
 *
 * Records are the currency between layers: io/json_in makes them from a
 * document, io/store_write takes them, io/store_read gives them back, and
 * io/json_out and the corpus builder consume them.  A record and everything it
 * points to live in the arena of whoever made it; a consumer copies what it
 * keeps.  Every string is valid UTF-8 without NUL bytes.
 */
#ifndef HD_MODEL_RECORD_H
#define HD_MODEL_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

/* What is counted.  A child and a finding belong to one review. */
typedef enum hd_unit { HD_REVIEW, HD_CHILD, HD_FINDING } hd_unit;
#define HD_N_UNITS 3

typedef enum hd_kind {
    HD_CATEGORY, /* one of a list of names, no order */
    HD_ORDINAL,  /* one of a list of names, in order */
    HD_FLAG,     /* true or false */
    HD_NUMBER,   /* a finite number */
    HD_DATE,     /* a day, a month or a year */
    HD_TEXT,     /* free text */
    HD_MULTI     /* any number of names */
} hd_kind;
#define HD_N_KINDS 7

typedef enum hd_state {
    HD_ABSENT = 0,     /* the key is not in the record: what the store has stays */
    HD_VALUE,          /* the value members hold it */
    HD_UNKNOWN,        /* {"missing": "unknown"} */
    HD_NOT_APPLICABLE, /* {"missing": "not-applicable"} */
    HD_NOT_RECORDED    /* null, and whatever was never given */
} hd_state;

/* "review", "child", "finding"; the plurals; "category" ...; "unknown", "not applicable",
 * "not recorded" ("value" for HD_VALUE). */
const char *hd_unit_name(hd_unit unit);
const char *hd_unit_plural(hd_unit unit);
const char *hd_kind_name(hd_kind kind);
const char *hd_state_name(hd_state state);
bool hd_unit_parse(const char *name, hd_unit *out); /* singular or plural */
bool hd_kind_parse(const char *name, hd_kind *out);

/* Limits of one record, checked where records are made. */
#define HD_MAX_ID 200             /* bytes of an id, code or key */
#define HD_MAX_NAME 1000          /* bytes of a label, alias or category value */
#define HD_MAX_TEXT (1024 * 1024) /* bytes of a text */
#define HD_MAX_CHILDREN 1000      /* children of a review */
#define HD_MAX_FINDINGS 10000     /* findings of a review */
#define HD_MAX_LABELS 1000        /* themes of a finding, values of a multi field */
#define HD_MAX_FIELDS 500         /* fields of one unit */
#define HD_MAX_BOUNDS 100         /* bounds of a band, of bins in a table */
#define HD_MAX_THEMES 20000
#define HD_MAX_DEPTH 32 /* levels of the theme tree */
#define HD_MAX_CROSSWALKS 200
#define HD_MAX_FRAME_THEMES 1000 /* themes of the other frame in a crosswalk */

/* The value of one field.  Which member holds it depends on the field's kind. */
typedef struct hd_value {
    hd_state state;
    double number;            /* number; flag: 0 or 1 */
    const char *text;         /* category, ordinal, text; date: as written */
    hd_date date;             /* date */
    const char *const *items; /* multi: distinct, in the order written */
    size_t n_items;
} hd_value;

typedef struct hd_source {
    const char *id;
    const char *title;     /* NULL: not given */
    const char *published; /* a date as written; NULL: not given */
} hd_source;

typedef struct hd_coverage {
    const char *from; /* dates as written */
    const char *to;
} hd_coverage;

typedef struct hd_field_def {
    hd_unit unit;
    const char *key;   /* [a-z][a-z0-9_]* */
    hd_kind kind;      /* of a redeclared built-in: its own kind */
    const char *label; /* NULL: the key */
    bool has_values;
    const char *const *values; /* category, ordinal, multi: in order */
    size_t n_values;
} hd_field_def;

typedef struct hd_band_def {
    const char *field;    /* key of a number field */
    const char *name;     /* [a-z][a-z0-9_]*; usable wherever a field is */
    const double *bounds; /* ascending; n of them make n + 1 bands */
    size_t n_bounds;
    bool
        closed; /* made of ranges (hd_band_bounds): whole numbers, and no band is declared under the
                    first bound or from the last on */
} hd_band_def;

typedef enum hd_theme_status { HD_ACTIVE, HD_CANDIDATE, HD_RETIRED, HD_MERGED } hd_theme_status;
const char *hd_theme_status_name(hd_theme_status status); /* "active" ... */
bool hd_theme_status_parse(const char *name, hd_theme_status *out);

/* For an update a member that is not given (its has_ flag false, or NULL where there is no
 * flag) keeps what is known. */
typedef struct hd_theme_def {
    const char *code;
    const char *label; /* NULL: not given; a new theme needs one */
    bool has_parent;
    const char *parent; /* code; NULL: top level */
    const char *definition;
    bool has_status;
    hd_theme_status status;
    bool has_aliases;
    const char *const *aliases;
    size_t n_aliases;
    const char *into;   /* merged: code of the theme that takes its place */
    const char *reason; /* of a merge or retirement */
    const char *date;   /* of a merge or retirement, as written */
} hd_theme_def;

/* A theme of another frame, and which themes of this codebook stand for it. */
typedef struct hd_frame_theme_def {
    const char *code;
    const char *label;
    const char *const
        *from; /* codes, labels or aliases, as written; each means the theme and all below it */
    size_t n_from;
} hd_frame_theme_def;

/* One version of a mapping to another frame; frame and version name it. */
typedef struct hd_crosswalk_def {
    const char *frame;   /* [a-z][a-z0-9_]*; usable wherever a field is */
    const char *version; /* without '@' */
    const char *label;   /* NULL: not given */
    const char *source;  /* source id; NULL: not given */
    bool has_themes;
    const hd_frame_theme_def *themes; /* in the frame's order */
    size_t n_themes;
} hd_crosswalk_def;

/* `values` has one entry for every field of the unit, by hd_field.index. */
typedef struct hd_child_rec {
    const char *id; /* unique within its review */
    const hd_value *values;
} hd_child_rec;

typedef struct hd_finding_rec {
    const char *id; /* unique within its review; NULL: to be given by the store */
    const hd_value *values;
    bool has_labels;
    const char *const *labels; /* codes, labels or aliases of themes, as written */
    size_t n_labels;
} hd_finding_rec;

typedef enum hd_coded { HD_CODED_ABSENT, HD_CODED_NO, HD_CODED_YES } hd_coded;

typedef struct hd_review_rec {
    const char *id;
    uint64_t digest; /* of the record as written; 0: not known */
    hd_coded coded;
    const hd_value *values;
    bool has_children;
    const hd_child_rec *children;
    size_t n_children;
    bool has_findings;
    const hd_finding_rec *findings;
    size_t n_findings;
    bool partial; /* children and findings are updated or added by id; the others stay */
} hd_review_rec;

/* An update of one finding, or one child, of a review; the others stay.  A finding is found by its id,
 * one without an id by its folded text. */
typedef struct hd_finding_part {
    const char *review; /* review id */
    hd_finding_rec finding;
} hd_finding_part;

typedef struct hd_child_part {
    const char *review; /* review id */
    hd_child_rec child;
} hd_child_part;

/* A count printed in a document. */
typedef struct hd_figure {
    const char *source; /* source id; NULL: none */
    const char *label;  /* unique within its source */
    int64_t n;
    bool has_of;
    int64_t of;
    bool has_percent;
    double percent;
    const char *where; /* expression it counts; NULL: none */
    const char *at;    /* where it stands in its source, "line 52"; NULL: not said */
} hd_figure;

typedef struct hd_passage {
    const char *review; /* review id; NULL: of no review */
    const char *source; /* source id; NULL: none */
    const char *at;     /* where in the source, e.g. "line 64"; NULL: not given */
    const char *role;   /* e.g. "context"; NULL: not given */
    const char *text;
    const char *finding; /* the finding it stands below: its id or its text; NULL: none */
} hd_passage;

/* Counts that were published of another place, to stand beside a table of one's own. */
typedef struct hd_comparator {
    const char *id;
    const char *source; /* source id; NULL: not given */
    const char *title;  /* NULL: not given */
    const char *place;  /* "England" */
    const char *from;   /* dates as written: the period */
    const char *to;
    const char *unit;       /* what was counted, in the singular: "notification" */
    const char *date_basis; /* which date puts a case in the period: "notified"; NULL: not given */
    const char *definition; /* NULL: not given */
    const char *field;      /* key of the field whose values are counted */
    const char *const *values; /* distinct, in the order written */
    const int64_t *counts;     /* of each value */
    size_t n_values;
    bool has_total;
    int64_t total; /* what percentages are of; no count is above it */
} hd_comparator;

/* A copy whose texts and lists are in the arena. */
struct hd_arena;
void hd_comparator_copy(hd_comparator *out, const hd_comparator *c, struct hd_arena *arena);

typedef enum hd_record_type {
    HD_REC_SOURCE,
    HD_REC_COVERAGE,
    HD_REC_FIELD,
    HD_REC_BAND,
    HD_REC_THEME,
    HD_REC_REVIEW,
    HD_REC_FIGURE,
    HD_REC_PASSAGE,
    HD_REC_FINDING,
    HD_REC_CHILD,
    HD_REC_CROSSWALK,
    HD_REC_COMPARATOR
} hd_record_type;
#define HD_N_RECORD_TYPES 12
const char *hd_record_type_name(hd_record_type type); /* its key in the document */

typedef struct hd_record {
    hd_record_type type;
    union {
        hd_source source;
        hd_coverage coverage;
        hd_field_def field;
        hd_band_def band;
        hd_theme_def theme;
        hd_review_rec review;
        hd_figure figure;
        hd_passage passage;
        hd_finding_part finding;
        hd_child_part child;
        hd_crosswalk_def crosswalk;
        hd_comparator comparator;
    } u;
} hd_record;

/* It defines what reviews are described with: a field, band, theme or crosswalk. */
bool hd_record_is_definition(hd_record_type type);
/* It updates a part of a review, and so needs the review to be there. */
bool hd_record_is_part(hd_record_type type);

#endif
