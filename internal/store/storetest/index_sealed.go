package storetest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/search"
	"sanad/internal/store/fault"
)

// asAnyone asks the index as somebody who may not see sealed things.
func asAnyone(t *testing.T, s *Searched, query string) (search.Answer, []string) {
	t.Helper()
	q, err := search.Parse(query)
	if err != nil {
		t.Fatal(err)
	}
	var heard []string
	q, err = q.Expand(func(sound search.Sound) ([]string, error) {
		words, err := s.Index.Sounding(context.Background(), sound, false, 64)
		heard = append(heard, words...)
		return words, err
	})
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.Index.Find(context.Background(), search.Question{Query: q, Limit: 50, Facets: true})
	if err != nil {
		t.Fatal(err)
	}
	return a, heard
}

// known writes what anyone may know.
func known(s *Searched) {
	s.Take("open", "letter", "Rostami wrote the order", "رستمی نوشت")
	s.Take("open", "both", "the order of the day")
	s.Write(s.Claim("c-1", "e-1", "Person", "name", "Rostami", "letter"))
}

func sealedQuestions() []string {
	return []string{"order", "the", "Rostami", "رستمی", "Rustemi", "secret", "letter", "both", "under another name", "or*", "case:secret order", "kind:person rostami", "name:*x OR name:both", "from:1900 order", "ghostly", "شبح"}
}

// testSealed plants sealed things beside what anyone may know, and compares
// every answer with an archive that never held them.
func testSealed(t *testing.T, open, other func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Close()
	s.Take("closed", "hidden", "the secret order of the order and the order", "Rostemi Rustemi Ghostly شبح")
	s.Write(Acquired("closed", "hidden order.pdf", "application/pdf"), s.ReadFields("hidden order.pdf", "subject", "Rostami"))
	s.Write(Acquired("closed", "both", "text/plain"))
	known(s)
	again := Acquired("closed", "both", "text/plain")
	again.Name.Text = "under another name"
	s.Write(again)
	s.Write(s.Claim("c-2", "e-2", "Person", "name", "Ghostly Rostami", "hidden"), s.Claim("c-3", "e-1", "Person", "name", "the secret name", "hidden"))
	s.Follow()
	with := map[string]search.Answer{}
	sounds := map[string][]string{}
	for _, q := range sealedQuestions() {
		with[q], sounds[q] = asAnyone(t, s, q)
	}
	for query, want := range map[string]int64{"secret": 3, "ghostly": 3, "under another name": 1, "order": 4, "case:secret order": 2} {
		if got := s.Ask(query); got.Total != want {
			t.Errorf("who may see all finds %d of %q: %s; want %d", got.Total, query, Found(got), want)
		}
	}
	never := begun(t, other)
	known(never)
	never.Follow()
	for _, q := range sealedQuestions() {
		want, heard := asAnyone(t, never, q)
		if !reflect.DeepEqual(with[q], want) || !reflect.DeepEqual(sounds[q], heard) {
			t.Errorf("%s: with sealed things\n%+v %v\nwithout\n%+v %v", q, with[q], sounds[q], want, heard)
		}
	}
}

// testUnsealed hands over again, openly, what was sealed.
func testUnsealed(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Close()
	s.Take("closed", "paper", "the hidden word")
	s.Write(s.Claim("c-1", "e-1", "Person", "name", "hidden name", "paper"))
	s.Follow()
	for _, q := range []string{"hidden", "paper", "name"} {
		if a, _ := asAnyone(t, s, q); a.Total != 0 {
			t.Errorf("%s is found under the seal", q)
		}
	}
	shown := Acquired("open", "paper", "text/plain")
	shown.Name.Text = "public sheet"
	s.Write(shown)
	s.Follow()
	// What was read under the seal stays there until it is read again.
	if a, _ := asAnyone(t, s, "word"); a.Total != 0 {
		t.Errorf("what was read under the seal is found before it is read again: %d", a.Total)
	}
	s.Write(s.Read("paper", "the hidden word"))
	s.Follow()
	for q, want := range map[string]int64{"hidden": 3, "paper": 0, "public": 1, "hidden case:main": 3, "word source:\"a neighbour\"": 1, "case:secret word": 0} {
		if a, _ := asAnyone(t, s, q); a.Total != want {
			t.Errorf("%s: %d found once it is open, want %d", q, a.Total, want)
		}
	}
	if got := s.Ask("hidden"); got.Total != 3 {
		t.Errorf("who may see all finds it twice: %s", Found(got))
	}
}

// testNear compares copies: misread, long enough to be indexed in steps, of
// pictures, and sealed.
func testNear(t *testing.T, open func(fault.Hook) IndexedBook) {
	s := begun(t, open)
	s.Close()
	var words []string
	for i := range 300 {
		words = append(words, fmt.Sprintf("word%d", i*i%977))
	}
	text := strings.Join(words, " ")
	s.Take("open", "original", text)
	s.Take("open", "copy", "Received on Monday. "+strings.Replace(text, "word1 ", "word ", 1))
	s.Take("open", "stranger", strings.ReplaceAll(text, "word", "other"))
	s.Take("closed", "sealed copy", text)
	rows := make([][]string, 3000)
	for i := range rows {
		rows[i] = []string{fmt.Sprintf("cell%d and %d or %d", i, i*7, i*13)}
	}
	for _, name := range []string{"list-a", "list-b"} {
		s.Write(Acquired("open", name, "text/csv"), s.ReadRows(name, rows...))
	}
	for name, hash := range map[string]string{"picture": "00ff13ac44ff00fe", "thumbnail": "00ff13ac44ff00ff", "portrait": "ff00ec53bb00ff01"} {
		s.Write(Acquired("open", name, "image/png"), s.ReadFields(name, "hash_image", hash))
	}
	s.Follow()
	for name, want := range map[string]string{"original": "copy", "copy": "original", "stranger": "", "list-a": "list-b", "picture": "thumbnail", "portrait": ""} {
		for _, whole := range []bool{false, true} {
			near, err := s.Index.Near(context.Background(), ItemNamed(name).String(), whole)
			if err != nil {
				t.Fatal(err)
			}
			var wanted []string
			if want != "" {
				wanted = []string{ItemNamed(want).String()}
			}
			if whole && (name == "original" || name == "copy") {
				wanted = append(wanted, ItemNamed("sealed copy").String())
			}
			var got []string
			for _, n := range near {
				got = append(got, n.Ref)
			}
			slices.Sort(got)
			slices.Sort(wanted)
			if !slices.Equal(got, wanted) {
				t.Errorf("near %s (whole %t): %v, want %v", name, whole, got, wanted)
			}
		}
	}
	if near, err := s.Index.Near(context.Background(), ItemNamed("sealed copy").String(), false); err != nil || len(near) > 0 {
		t.Errorf("near what is sealed: %v, %v", near, err)
	}
}
