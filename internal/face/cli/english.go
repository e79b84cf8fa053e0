package cli

import (
	"sync"

	"sanad/internal/core/claim"
	"sanad/internal/face/words"
	"sanad/internal/face/words/value"
)

// english gives the words of the command line; nil if they can't be read, in
// which case codes are shown as they are.
var english = sync.OnceValue(func() *words.Table {
	tables, err := words.Load()
	if err != nil {
		return nil
	}
	return tables[words.English]
})

// inWords gives a claim's value as people read it: a quantity in words, all
// others as they are recorded. JSON keeps the recorded form.
func inWords(property, recorded string, q *claim.Quantity) string {
	if t := english(); t != nil && q != nil {
		return oneLine(plainly(value.Quantity(t, *q, property)))
	}
	return oneLine(recorded)
}

// termWord gives the English word for a code of a group, or the code.
func termWord(group, code string) string {
	if t := english(); t != nil {
		return t.Term(group, code)
	}
	return code
}
