package search_test

import (
	"fmt"
	"strings"
	"testing"

	"sanad/internal/core/search"
)

func TestNamesOfTheRegisterAreFoundAsWholeWords(t *testing.T) {
	n := search.NewNames()
	for entity, name := range map[string]string{
		"e1": "حسین رستمی", "e2": "علي کریمی", "e3": "علی کریمی راد", "e4": "Sara Zamani", "e6": "the", "e7": "of", "e8": "قاضی القضات", "e9": "ب",
	} {
		n.Add(name, entity)
	}
	n.Add("علی كريمي", "e5")
	for text, want := range map[string]string{
		"نامهٔ حسین رستمی رسید":     "[حسین رستمی e1]",
		"عَلي كريمي آمد":            "[عَلي كريمي e2+e5]",
		"علی کریمی راد و علی کریمی": "[علی کریمی راد e3] [علی کریمی e2+e5]",
		"علی کریمیان":               "",
		"حسین، رستمی":               "[حسین، رستمی e1]",
		"Mr. Hossein Rostami came":  "[Hossein Rostami e1~]",
		"سارا زمانی":                "[سارا زمانی e4~]",
		"Sara Zamani, SARA ZAMANI":  "[Sara Zamani e4] [SARA ZAMANI e4]",
		"the rule of the house":     "",
		"":                          "",
		"Ali Karimi Rad":            "[Ali Karimi Rad e3~]",
	} {
		var got []string
		for _, f := range n.Find(text) {
			mark := ""
			if f.Sound {
				mark = "~"
			}
			got = append(got, fmt.Sprintf("[%s %s%s]", text[f.From:f.To], strings.Join(sorted(f.Entities), "+"), mark))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", text, strings.Join(got, " "), want)
		}
	}
}

func sorted(list []string) []string {
	if len(list) == 2 && list[0] > list[1] {
		return []string{list[1], list[0]}
	}
	return list
}

func BenchmarkNames(b *testing.B) {
	n := search.NewNames()
	for i := range 50_000 {
		n.Add(fmt.Sprintf("given%d family%d", i%977, i), fmt.Sprint(i))
	}
	text := strings.Repeat("some words around given5 family5 and others of the page ", 40)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		n.Find(text)
	}
}
