package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"sanad/schema"
)

//go:embed en/*.json fa/*.json ar/*.json
var files embed.FS

// Table is everything the faces say in one language. It never changes, and
// may be used by several goroutines at once.
type Table struct {
	Lang Lang
	// Calendar is the one a reader likes dates in, by its name; "" is the
	// language's own.
	Calendar string
	// numerals is the language whose digits are written.
	numerals string
	messages map[string]message
}

// As gives the same table for a reader who likes another calendar, or other
// digits than the language's: latin, persian or arabic. Empty changes nothing.
func (t *Table) As(calendar, digits string) *Table {
	out := *t
	out.Calendar = calendar
	switch digits {
	case "latin":
		out.numerals = string(English)
	case "persian":
		out.numerals = string(Persian)
	case "arabic":
		out.numerals = string(Arabic)
	}
	return &out
}

// message is a text, or one text a plural category of CLDR.
type message struct {
	text  string
	forms map[string]string
}

// UnmarshalJSON reads a string, or an object with a member a category.
func (m *message) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &m.text)
	}
	if err := json.Unmarshal(data, &m.forms); err != nil {
		return err
	}
	if m.forms["other"] == "" {
		return fmt.Errorf("a message in several forms needs the form \"other\"")
	}
	return nil
}

// Load reads the tables of all languages.
func Load() (map[Lang]*Table, error) {
	tables := map[Lang]*Table{}
	for _, l := range Langs() {
		t := &Table{Lang: l, numerals: string(l), messages: map[string]message{}}
		for _, area := range []string{"corrections", "bundle", "desk", "door", "estimates", "intake", "jobs", "leaving", "memorial", "pages", "petition", "redact", "site", "terms", "tokens", "unseal", "witness"} {
			if err := t.read(area); err != nil {
				return nil, fmt.Errorf("reading what is said in %s: %w", l, err)
			}
		}
		if err := t.takeVocabularies(); err != nil {
			return nil, fmt.Errorf("reading the vocabularies in %s: %w", l, err)
		}
		tables[l] = t
	}
	return tables, nil
}

// read adds the messages of one file; a key that two files have is an error.
func (t *Table) read(area string) error {
	data, err := files.ReadFile(string(t.Lang) + "/" + area + ".json")
	if err != nil {
		return err
	}
	var messages map[string]message
	if err := json.Unmarshal(data, &messages); err != nil {
		return fmt.Errorf("%s: %w", area, err)
	}
	for key, m := range messages {
		if _, ok := t.messages[key]; ok {
			return fmt.Errorf("%s: the key %q is there twice", area, key)
		}
		t.messages[key] = m
	}
	return nil
}

// Keys gives every key of the table, sorted.
func (t *Table) Keys() []string {
	keys := make([]string, 0, len(t.messages))
	for k := range t.messages {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Say gives the message of a key with its arguments in the places {0}, {1}
// and so on: numbers as the language writes them, texts isolated so that
// their direction disturbs nothing around them (UAX #9, FSI and PDI). A key
// that is not there is an error, so that a page with a hole is never shown.
func (t *Table) Say(key string, args ...any) (string, error) {
	m, ok := t.messages[key]
	if !ok || m.forms != nil {
		return "", fmt.Errorf("there is nothing to say for %q in %s", key, t.Lang)
	}
	return t.fill(m.text, args), nil
}

// Count gives the message of a key in the form for n things; {0} is n and
// further arguments follow.
func (t *Table) Count(key string, n int64, args ...any) (string, error) {
	m, ok := t.messages[key]
	if !ok || m.forms == nil {
		return "", fmt.Errorf("there is nothing to count for %q in %s", key, t.Lang)
	}
	text, ok := m.forms[t.form(n)]
	if !ok {
		text = m.forms["other"]
	}
	return t.fill(text, append([]any{n}, args...)), nil
}

// Term gives the word for a value of a fixed set, such as a standing or a
// kind of event, and the value itself if there is no word for it: new kinds
// of events must stay readable in an older face.
func (t *Table) Term(group, value string) string {
	if m, ok := t.messages[group+"."+value]; ok && m.forms == nil {
		return m.text
	}
	return value
}

// Raw gives a message as its file has it, its forms in a fixed order: what a page is
// drawn from.
func (t *Table) Raw(key string) string {
	m := t.messages[key]
	out := m.text
	for _, form := range slices.Sorted(maps.Keys(m.forms)) {
		out += "\x00" + form + "\x00" + m.forms[form]
	}
	return out
}

// Group gives the values of a group that have a word, in the order of the values.
func (t *Table) Group(group string) (values []string) {
	for _, key := range t.Keys() {
		if value, ok := strings.CutPrefix(key, group+"."); ok {
			values = append(values, value)
		}
	}
	return values
}

// Property gives the word for a property of a kind of thing: its own where the
// same name means two things ("to" of a letter and of a tenure), else the one
// that all kinds share.
func (t *Table) Property(kind, name string) string {
	if own := t.Term("property", kind+"."+name); own != kind+"."+name {
		return own
	}
	return t.Term("property", name)
}

// Value gives the words for a value of a property: the label of the term where
// values are taken from a vocabulary, the value itself everywhere else.
func (t *Table) Value(kind, property, value string) string {
	p, _ := schema.Find(kind, property)
	if vocabulary, ok := p.Vocabulary(); ok {
		return t.Term("term."+vocabulary, value)
	}
	return value
}

// takeVocabularies adds the labels of the schema's terms, as the terms of the
// group "term.VOCABULARY". They stand with the terms and not in a table here,
// because the verbs read them too.
func (t *Table) takeVocabularies() error {
	all, err := schema.Vocabularies()
	if err != nil {
		return err
	}
	for _, v := range all {
		for _, term := range v.Terms {
			t.messages["term."+v.Name+"."+term.Code] = message{text: term.Label[string(t.Lang)]}
		}
	}
	return nil
}

// fill puts the arguments into their places.
func (t *Table) fill(text string, args []any) string {
	if len(args) == 0 {
		return text
	}
	pairs := make([]string, 0, 2*len(args))
	for i, arg := range args {
		pairs = append(pairs, fmt.Sprintf("{%d}", i), t.argument(arg))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func (t *Table) argument(arg any) string {
	switch v := arg.(type) {
	case int:
		return t.Number(int64(v))
	case int64:
		return t.Number(v)
	case string:
		return "\u2068" + v + "\u2069"
	}
	return fmt.Sprint(arg)
}

// form gives the CLDR plural category of n.
func (t *Table) form(n int64) string {
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many"}
	if name, ok := names[plural.Cardinal.MatchPlural(language.Make(string(t.Lang)), int(max(n, -n)%10_000_000), 0, 0, 0, 0)]; ok {
		return name
	}
	return "other"
}
