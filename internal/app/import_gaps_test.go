package app

import (
	"strings"
	"testing"
)

// A table of which a part could not be read is not taken for a whole list: what
// is missing is told, and the command says that it did a part.
func TestAnImportTellsWhatOfTheTableWasNotRead(t *testing.T) {
	s := newSealed(t, nil)
	mapping := s.file("map.yaml", peopleMapping)
	table := s.file("names.csv", "no,name,father\n1,Sara Zamani,Ali\n2,Navid Kardan,\""+strings.Repeat("A", 20<<20)+"\"\n3,Omid Rad,Reza\n")
	out, code := s.run("import", table, "--map", mapping)
	if code != 4 || !strings.Contains(out, "the table was not read whole") {
		t.Errorf("importing a table that was read in part: %d\n%s", code, out)
	}
}
