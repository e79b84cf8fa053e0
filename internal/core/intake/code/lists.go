package code

import (
	_ "embed"
	"strings"
	"sync"

	"sanad/internal/ground/script"
)

// The words of each language, one a line; the line is the number, from 0. No
// line may ever be changed: codes that were given out are made of them.
var (
	//go:embed words/en.txt
	english string
	//go:embed words/fa.txt
	persian string
	//go:embed words/ar.txt
	arabic string
)

// Languages gives those that have words of their own.
func Languages() []string { return []string{"en", "fa", "ar"} }

var lists = sync.OnceValue(func() map[string][]string {
	return map[string][]string{
		"en": strings.Fields(english),
		"fa": strings.Fields(persian),
		"ar": strings.Fields(arabic),
	}
})

func listOf(lang string) []string {
	primary, _, _ := strings.Cut(lang, "-")
	if list, ok := lists()[strings.ToLower(primary)]; ok {
		return list
	}
	return lists()["en"]
}

// numbers gives the number of each folded word of all languages.
var numbers = sync.OnceValue(func() map[string]int {
	all := make(map[string]int, 3*Size)
	for _, list := range lists() {
		for n, word := range list {
			all[script.Fold(word)] = n
		}
	}
	return all
})
