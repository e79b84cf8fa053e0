package count

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestATableIsReadAsWrittenOrNotAtAll(t *testing.T) {
	table, err := ParseTable([]byte("\ufeffA,count,B\n1,5,0\n0,7,1\n1,2,1\n"))
	if err != nil || table.On(0) != 7 || table.On(1) != 9 || table.Find("B") != 1 {
		t.Errorf("%v, %v", table, err)
	}
	for _, wrong := range []string{
		"", "A,B\n1,0\n", "A,count\n1,5\n", "A,B,count\n1,0,x\n", "A,B,count\n1,0,2.5\n", "A,B,count\n2,0,1\n", "A,B,count\n0,0,1\n", "A,B,count\n1,0,1\n1,0,2\n",
		"A,B,count\n1,0,-1\n", "A,B,count\n1,0\n", "A,A,count\n1,0,4\n", "A,,count\n1,0,4\n", "A,B,count,count\n1,0,4,4\n",
		"A,B,count\n1,0,9223372036854775807\n0,1,1\n", "A,B,count\n1,0,9223372036854775808\n", "A,B,count,drawing\n1,0,4,0\n1,0,4,1\n",
	} {
		if _, err := ParseTable([]byte(wrong)); err == nil {
			t.Errorf("%q was read", wrong)
		}
	}
}

func TestMoreListsThanATableHoldsAreRefused(t *testing.T) {
	columns := func(n int) []byte {
		names, ones := make([]string, n), make([]string, n)
		for i := range names {
			names[i], ones[i] = strings.Repeat("a", i+1), "1"
		}
		return []byte(strings.Join(names, ",") + ",drawing,count\n" + strings.Join(ones, ",") + ",0,9\n")
	}
	if table, _, err := ParseTables(columns(MaxLists)); err != nil || table.Patterns[math.MaxUint32] != 9 {
		t.Errorf("%v, %v", table, err)
	}
	if _, _, err := ParseTables(columns(MaxLists + 1)); err == nil || !strings.Contains(err.Error(), "two to 32 lists") {
		t.Errorf("33 lists: %v", err)
	}
}

func TestDrawingsAreReadBesideTheirTable(t *testing.T) {
	table, drawings, err := ParseTables([]byte("drawing,A,B,count\n,1,0,5\n2,1,1,9\n0,0,1,7\n1,1,0,4\n"))
	if err != nil || table.Minimum() != 12 || len(drawings) != 2 || drawings[0].Patterns[1] != 4 || drawings[1].Patterns[3] != 9 {
		t.Errorf("%v, %v, %v", table, drawings, err)
	}
	for words, wrong := range map[string]string{
		"give it as drawing 0":   "drawing,A,B,count\n1,1,0,5\n",
		"drawing 1 ":             "drawing,A,B,count\n0,1,0,5\n2,1,0,5\n",
		"there twice":            "drawing,A,B,count\n0,1,0,5\n,1,0,5\n",
		"\"-1\" is not the":      "drawing,A,B,count\n-1,1,0,5\n",
		"\"10000\" is not the":   "drawing,A,B,count\n10000,1,0,5\n",
		"\"first\" is not":       "drawing,A,B,count\nfirst,1,0,5\n",
		"\"drawing\" can't be":   "drawing,A,drawing,count\n0,1,0,5\n",
		"\"x\" is not a number ": "drawing,A,B,count\n0,1,0,x\n",
	} {
		if _, _, err := ParseTables([]byte(wrong)); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%q: %v, want %q", wrong, err, words)
		}
	}
}

func TestTheSameTablesGiveTheSameBytes(t *testing.T) {
	lists := []string{"Families' list", "فهرست, تبعید", "C \"bis\""}
	table := Table{Lists: lists, Patterns: map[uint32]int64{4: 3, 1: 10, 2: 0, 7: 1}}
	drawing := Table{Lists: lists, Patterns: map[uint32]int64{1: 9, 5: 4}}
	var alone, both bytes.Buffer
	if err := WriteTables(&alone, table, nil); err != nil {
		t.Fatal(err)
	}
	if want := "Families' list,\"فهرست, تبعید\",\"C \"\"bis\"\"\",count\n1,0,0,10\n0,0,1,3\n1,1,1,1\n"; alone.String() != want {
		t.Errorf("wrote %q", alone.String())
	}
	if err := WriteTables(&both, table, []Table{drawing, drawing}); err != nil {
		t.Fatal(err)
	}
	// What names a table must name it for ever.
	sum := sha256.Sum256(both.Bytes())
	if got := hex.EncodeToString(sum[:8]); got != "c9dfad135e37bd21" {
		t.Errorf("the bytes changed: %s\n%s", got, both.String())
	}
	back, drawings, err := ParseTables(both.Bytes())
	delete(table.Patterns, 2) // nobody
	if err != nil || !reflect.DeepEqual(back, table) || !reflect.DeepEqual(drawings, []Table{drawing, drawing}) {
		t.Errorf("%v, %v, %v", back, drawings, err)
	}
}

func TestWhatCouldNotBeReadBackIsNotWritten(t *testing.T) {
	ok := two(5, 4, 3)
	named := func(names ...string) Table { return Table{Lists: names, Patterns: map[uint32]int64{1: 5, 2: 4}} }
	for what, c := range map[string]struct {
		table    Table
		drawings []Table
	}{
		"a list named count":    {named("A", "count"), nil},
		"a list named drawing":  {named("drawing", "B"), nil},
		"a list without a name": {named("A", " "), nil},
		"a carriage return":     {named("A\r\n", "B"), nil},
		"one name twice":        {named("A", "A"), nil},
		"one list":              {Table{Lists: []string{"A"}, Patterns: map[uint32]int64{1: 5}}, nil},
		"nobody":                {two(0, 0, 0), nil},
		"a debt of people":      {two(5, -1, 1), nil},
		"too many people":       {two(math.MaxInt64, 1, 1), nil},
		"people on no list":     {Table{Lists: ok.Lists, Patterns: map[uint32]int64{0: 3, 1: 5}}, nil},
		"a list beyond":         {Table{Lists: ok.Lists, Patterns: map[uint32]int64{4: 3}}, nil},
		"other lists":           {ok, []Table{named("A", "C")}},
		"an empty drawing":      {ok, []Table{two(0, 0, 0)}},
		"too many drawings":     {ok, slices.Repeat([]Table{ok}, mostDrawings+1)},
	} {
		if err := WriteTables(&bytes.Buffer{}, c.table, c.drawings); err == nil {
			t.Errorf("%s was written", what)
		}
	}
}

func TestTheNameOfAListInATableIsOneLine(t *testing.T) {
	for _, name := range []string{"b\nMedian: 9000", "b\x1b[2J", "b\u202e"} {
		if _, err := ParseTable([]byte("a,\"" + name + "\",count\n1,0,3\n")); err == nil || !strings.Contains(err.Error(), "one line") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// A table typed with the digits of its writer is the same table; one that is
// saved otherwise is refused with what to do.
func TestATableMayHaveTheDigitsOfItsWriter(t *testing.T) {
	want, err := ParseTable([]byte("A,B,count\n1,0,12\n1,1,3\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{"A,B,count\n۱,۰,۱۲\n۱,۱,۳\n", "A,B,count\n١,٠,١٢\n١,١,٣\n"} {
		if got, err := ParseTable([]byte(data)); err != nil || !maps.Equal(got.Patterns, want.Patterns) {
			t.Errorf("%q: %v, %v", data, got, err)
		}
	}
	for data, say := range map[string]string{"A;B;count\n1;0;12\n": "not parted by commas", "A,B,Count\n1,0,12\n": "in small letters", "A,B\n1,0\n": "no column is headed"} {
		if _, err := ParseTable([]byte(data)); err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%q: %v", data, err)
		}
	}
}
