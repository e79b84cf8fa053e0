package desk

import (
	"strings"
	"testing"
)

// A reader sees the word of their language, and what is recorded is the code.
func TestATermIsShownInTheReadersWords(t *testing.T) {
	w := newWorld(t, "")
	c := w.claim(w.entity, "death_certificate", "refused", w.cited)
	b := w.as("rana")
	for lang, want := range map[string]string{"en": "refused to the family", "fa": "به خانواده داده نشد", "ar": "رُفض تسليمها للأسرة"} {
		b.get("/help?lang=" + lang)
		for _, target := range []string{"/claims/" + c.Claim, "/entities/" + w.entity} {
			found := false
			for _, n := range b.page(target).find("main bdi") {
				found = found || n.text == want && n.attrs["title"] == "refused"
			}
			if !found {
				t.Errorf("%s in %s does not say %q", target, lang, want)
			}
		}
	}
	if title := b.page("/claims/" + c.Claim).find("title"); len(title) != 1 || strings.Contains(title[0].text, "death_certificate") {
		t.Errorf("the property has no words: %v", title)
	}
}
