package desk

import (
	"strings"
	"testing"

	"sanad/internal/core/text"
)

// A claim on letters that a machine read from a picture says so, in the
// languages of the desk, and so does a hit.
func TestAClaimOnWhatAMachineReadSaysSo(t *testing.T) {
	w := newWorld(t, "")
	scan, taken := w.take(w.openID, "scan.png", "image/png", "a picture of letters")
	read := w.pages(scan, "Mahin Daneshvar signed it").(text.Read)
	read.Step, read.Engine, read.Health = text.StepOCR, "tesseract", 70
	w.append("kian", taken, read)
	made := w.claim(w.entity, "name", "Mahin Daneshvar", w.cite(scan, "Mahin Daneshvar"))
	w.indexed()
	for lang, words := range map[string][2]string{
		"en": {"A machine read these letters", "read by a machine"}, "fa": {"ماشین از روی تصویر خوانده است", "خواندهٔ ماشین"}, "ar": {"قرأت آلة هذه الحروف", "قراءة آلة"},
	} {
		b := w.as("rana")
		b.cookies["sanad-lang"] = lang
		page := func(path string) string { return b.get(path).Body.String() }
		if !strings.Contains(page("/claims/"+made.Claim), words[0]) {
			t.Errorf("%s: the page of the claim does not tell of the machine", lang)
		}
		if found := page("/search?q=Daneshvar"); strings.Count(found, words[1]) != 2 {
			t.Errorf("%s: the item and the claim are not both told to be read by a machine: %s", lang, found)
		}
		if strings.Contains(page("/claims/"+w.name), words[0]) {
			t.Errorf("%s: the page of a claim on a typed letter tells of a machine", lang)
		}
	}
}
