package desk

import (
	"strings"

	"sanad/internal/ground/fail"
)

// wrong says what of a question can't be understood.
type wrong struct {
	Key    string // of a term; "" if nothing is wrong
	Field  string // the field of the form it is in
	Detail string // what the rule says, in English, where there is no term
}

// wrongOf gives the words for what the rules of questions say of one.
func wrongOf(said *fail.Error, a asked) wrong {
	w := wrong{Key: wrongKey(said.Text), Field: "q"}
	switch {
	case w.Key == "kind" && a.Type != "" && strings.Contains(said.Text, `"`+strings.ToLower(a.Type)+`"`):
		w.Field = "type"
	case w.Key == "kind" && a.Kind != "":
		w.Field = "kind"
	case a.From != "" && strings.HasPrefix(said.Text, "from:"+a.From):
		w.Field = "from"
	case a.To != "" && strings.HasPrefix(said.Text, "to:"+a.To):
		w.Field = "to"
	case w.Key == "other":
		w.Detail = said.Error()
	}
	return w
}

// wrongKey knows the rules of package search and of flow.Search by what they
// say; a test holds it to all of them.
func wrongKey(text string) string {
	for _, rule := range []struct{ begins, ends, key string }{
		{"the question is not text", "", "text"},
		{"the question has", "are understood", "long"},
		{"the question has more than", "words", "words"},
		{"a quote is opened", "", "quote"},
		{"", "needs a word before it and one behind it", "or"},
		{"", ": can't be excluded or be one of two", "field"},
		{"a word that is excluded", "", "either"},
		{"there is no word in", "", "sign"},
		{"", ": says nothing", "nothing"},
		{"there is no kind", "", "kind"},
		{"", "is no day", "day"},
		{"", "is long past", "year"},
		{"there is no word to look for", "", "empty"},
		{"all words are excluded", "", "without"},
		{"up to", "hits are given", "far"},
		{"", "is not a number", "far"},
	} {
		if strings.HasPrefix(text, rule.begins) && strings.HasSuffix(text, rule.ends) {
			return rule.key
		}
	}
	return "other"
}
