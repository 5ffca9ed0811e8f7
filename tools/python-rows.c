/* Prints python/demarche/rows.py, the typed rows of the Python package, from rows.def. Built as target python-rows. */
#include "document/rows.h"

#include <stdio.h>
#include <string.h>

typedef struct type_info {
    const char *name, *annotation, *reader; /* reader: the Python function that makes the value; "" takes it as it stands */
} type_info;

static const type_info types[] = {
    {"ID", "str", ""},
    {"STR", "str | None", ""},
    {"STRS", "list[str]", ""},
    {"BOOL", "bool", ""},
    {"NUM", "int | None", ""},
    {"REAL", "float | None", ""},
    {"SPAN", "Span | None", "_span"},
    {"SPANS", "list[Span]", "_spans"},
    {"DAY", "date | None", "_day"},
    {"DATE", "Date", "Date._read"},
    {"ENTITY", "str | None", ""},
    {"STATEMENT", "str | None", ""},
    {"EVENT", "str | None", ""},
    {"ENTITIES", "list[str]", ""},
    {"ROLES", "list[Role]", "_roles"},
    {"MATTER", "Matter | None", "_matter"},
    {"PLACE", "Place | None", "_place"},
    {"DECIDED", "Decided", "Decided._read"},
    {"MENTIONS", "list[Mention]", "_mentions"},
    {"VERSIONS", "list[Version]", "_versions"},
    {"REPLIES", "list[Reply]", "_replies"},
    {"STATES", "list[State]", "_states"},
};

static const type_info *type_of(const char *name) {
    static const type_info enumerated = {"", "str", ""};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, name) == 0) return &types[i];
    return &enumerated;
}

typedef struct field {
    const char *key, *type, *help;
} field;

#define FIELD(name, TYPE, key, help) {key, #TYPE, help},
static const field fields_mention[] = {DM_ROW_MENTION(FIELD)}, fields_block[] = {DM_ROW_BLOCK(FIELD)}, fields_sentence[] = {DM_ROW_SENTENCE(FIELD)},
                   fields_entity[] = {DM_ROW_ENTITY(FIELD)}, fields_timex[] = {DM_ROW_TIMEX(FIELD)}, fields_statement[] = {DM_ROW_STATEMENT(FIELD)},
                   fields_event[] = {DM_ROW_EVENT(FIELD)}, fields_offer[] = {DM_ROW_OFFER(FIELD)}, fields_position[] = {DM_ROW_POSITION(FIELD)},
                   fields_note[] = {DM_ROW_NOTE(FIELD)};

/* "from" is a word of Python. */
static const char *attribute(const char *key) { return strcmp(key, "from") == 0 ? "from_" : key; }

static void print_class(const char *name, const char *what, const field *f, size_t n) {
    printf("\n\n@dataclass(slots=True)\nclass %s(Row):\n    \"\"\"%s\n\n", name, what);
    for (size_t i = 0; i < n; i++) printf("    %s: %s\n", attribute(f[i].key), f[i].help);
    printf("    \"\"\"\n\n");
    for (size_t i = 0; i < n; i++) printf("    %s: %s\n", attribute(f[i].key), type_of(f[i].type)->annotation);
    printf("\n    @classmethod\n    def _read(cls, v):\n        return cls(\n");
    for (size_t i = 0; i < n; i++) {
        const char *reader = type_of(f[i].type)->reader;
        printf(*reader ? "            %s(v[\"%s\"]),\n" : "            %sv[\"%s\"],\n", reader, f[i].key);
    }
    printf("        )\n");
}
#define PRINT(NAME, what, array) print_class(NAME, what, array, sizeof(array) / sizeof *(array))

static const char *const head =
    "\"\"\"The rows that a coded story has. Made from src/document/rows.def by the target python-rows: do not edit.\n"
    "\n"
    "Spans are [begin, end) in code points of the story's text, so text[begin:end] is what stands there. Rows name each\n"
    "other by id; Story[id] finds the row.\n"
    "\"\"\"\n"
    "\n"
    "from __future__ import annotations\n"
    "\n"
    "from dataclasses import dataclass\n"
    "from datetime import date\n"
    "\n"
    "from .parts import Date, Decided, Matter, Place, Reply, Role, Row, Span, State, Version\n"
    "from .parts import _day, _matter, _place, _replies, _roles, _span, _spans, _states, _versions\n";

int main(void) {
    fputs(head, stdout);
    PRINT("Mention", "One place where the story names an entity.", fields_mention);
    printf("\n\ndef _mentions(v):\n    return [Mention._read(m) for m in v]\n");
    PRINT("Block", "A paragraph, and what it is.", fields_block);
    PRINT("Sentence", "A sentence.", fields_sentence);
    PRINT("Entity", "Someone or something that the story names.", fields_entity);
    PRINT("Timex", "A date expression (TIMEX3).", fields_timex);
    PRINT("Statement", "Who said what.", fields_statement);
    PRINT("Event", "Who did what to whom, and when.", fields_event);
    PRINT("Offer", "An offer, demand, promise or threat with the answers to it.", fields_offer);
    PRINT("Position", "Where someone stands on an issue.", fields_position);
    PRINT("Note", "What a stage noticed.", fields_note);
    return 0;
}
