package app

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanad/verify"
)

// publishing is an archive of which sites are built.
type publishing struct {
	searcher
	item string
	out  string
}

func publisher(t *testing.T) publishing {
	t.Helper()
	const letter = "Sara Zamani was killed on 25 October 1982.\nOmid Barani was killed with her.\nNobody says where they lie.\n"
	p := publishing{opened(t, nil, map[string]string{"letter.txt": letter}), fmt.Sprintf("%x", sha256.Sum256([]byte(letter))), filepath.Join(t.TempDir(), "site")}
	p.must("user", "add", "ben", "--role", "publisher")
	p.process("")
	return p
}

// say makes a claim, of a new person if entity is empty, and gives both.
func (p publishing) say(entity, property, value, quote string) (claim, of string) {
	p.t.Helper()
	var cited struct{ Passage string }
	p.read(&cited, "cite", p.item, "--quote", quote)
	args := []string{"claim", "add", "--schema", "Person", "--property", property, "--value", value, "--passage", cited.Passage}
	if entity != "" {
		args = append(args, "--entity", entity)
	}
	var made struct{ Claim, Entity string }
	p.read(&made, args...)
	return made.Claim, made.Entity
}

// site asks for a site, has it approved, and builds it.
func (p publishing) site() (built struct{ Files, Kept, Gone, Records int64 }) {
	p.t.Helper()
	var asked struct{ Release string }
	p.read(&asked, "release", "new", "--title", "In memory", "--audience", "everybody", "--shape", "site")
	p.must("--as", "ben", "release", "approve", asked.Release)
	p.read(&built, "release", "build", asked.Release, "--out", p.out, "--address", "https://memory.example/")
	return built
}

func (p publishing) verified(dir string) verify.Report {
	return verify.Any(p.t.Context(), os.DirFS(dir), verify.Options{})
}

func (p publishing) page(name string) string {
	p.t.Helper()
	data, err := os.ReadFile(filepath.Join(p.out, filepath.FromSlash(name)))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(data)
}

// A site is made of what two people decided, anyone can check it and every copy of
// it, and a later one takes its place: what did not change is the same bytes, and
// what must go leaves a page that says so and nothing more.
func TestASiteIsBuiltAndRenewedAtOnce(t *testing.T) {
	p := publisher(t)
	_, sara := p.say("", "name", "Sara Zamani", "Sara Zamani")
	p.say(sara, "death_date", "1982-10-25", "25 October 1982")
	named, omid := p.say("", "name", "Omid Barani", "Omid Barani")
	first := p.site()
	if r := p.verified(p.out); !r.OK || r.Kind != verify.KindSite || first.Records != 2 || first.Kept != 0 {
		t.Fatalf("%+v, %+v", first, r)
	}
	if page := p.page("en/people/" + sara + ".html"); !strings.Contains(page, "Sara Zamani") || !strings.Contains(page, "3 Aban 1361") {
		t.Errorf("the page of the person says %s", page)
	}

	p.say(sara, "occupation", "nurse", "killed with her")
	p.must("claim", "withdraw", named, "--reason", "her family asks for it")
	second := p.site()
	if r := p.verified(p.out); !r.OK || second.Gone != 1 || second.Kept < 30 {
		t.Fatalf("%+v, %+v", second, r)
	}
	if !strings.Contains(p.page("en/people/"+sara+".html"), "nurse") {
		t.Error("the page is the one from before")
	}
	gone := p.page("en/people/" + omid + ".html")
	if !strings.Contains(gone, "No longer here") || !strings.Contains(gone, "The claim was withdrawn.") || strings.Contains(gone, "Omid") || strings.Contains(gone, "family") {
		t.Errorf("the tombstone says %s", gone)
	}
	err := filepath.WalkDir(p.out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, "originals") || strings.Contains(path, "renditions") || strings.Contains(path, "documents") {
			return err
		}
		if data, err := os.ReadFile(path); err != nil || strings.Contains(string(data), "Omid") {
			return fmt.Errorf("%s still names whom it must not: %v", path, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}

	third := p.site()
	if r := p.verified(p.out); !r.OK || third.Gone != 1 {
		t.Errorf("a tombstone went with the next build: %+v", third)
	}
}

// Whoever hands a copy on can change it, and whoever checks it sees where.
func TestACopyOfASiteIsCheckedAtOnce(t *testing.T) {
	p := publisher(t)
	_, sara := p.say("", "name", "Sara Zamani", "Sara Zamani")
	p.site()
	copied := filepath.Join(t.TempDir(), "stick")
	if err := os.CopyFS(copied, os.DirFS(p.out)); err != nil {
		t.Fatal(err)
	}
	if r := p.verified(copied); !r.OK {
		t.Fatalf("a copy is not as good: %+v", r)
	}
	checked := 0
	err := filepath.WalkDir(copied, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(copied, path)
		if err != nil {
			return err
		}
		if checked++; checked%5 > 0 && !strings.HasPrefix(rel, "data") && !strings.HasPrefix(rel, "ledger") && !strings.HasPrefix(rel, "seal") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil || len(data) == 0 {
			return err
		}
		changed := append([]byte{}, data...)
		changed[len(changed)/2] ^= 1
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			return err
		}
		r := p.verified(copied)
		told := false
		for _, c := range r.Checks {
			told = told || !c.OK && strings.Contains(c.Detail, filepath.ToSlash(rel))
		}
		if r.OK || !told {
			t.Errorf("one byte of %s was changed, and the check says %+v", rel, r)
		}
		return os.WriteFile(path, data, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}

	// Who can sign nothing can't make up an entry: here the manifest is made anew.
	forged := filepath.Join(copied, "data", "records", sara+".jsonl")
	data, err := os.ReadFile(forged)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(forged, []byte(strings.Replace(string(data), "Sara", "Sora", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range p.verified(copied).Checks {
		if c.Name == "events" && (c.OK || !strings.Contains(c.Detail, sara)) {
			t.Errorf("an entry that the log does not hold passed: %+v", c)
		}
	}
}

// What stands in the place of a site is taken over only if this archive made it.
func TestASiteTakesNoOtherPlaceAtOnce(t *testing.T) {
	p := publisher(t)
	p.say("", "name", "Sara Zamani", "Sara Zamani")
	p.site()
	var asked struct{ Release string }
	p.read(&asked, "release", "new", "--title", "In memory", "--audience", "everybody", "--shape", "site")
	p.must("--as", "ben", "release", "approve", asked.Release)
	manifest := filepath.Join(p.out, "manifest-sha256.txt")
	data, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(manifest, append(data, data[:80]...), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := p.run("release", "build", asked.Release, "--out", p.out); code != 1 && code != 5 || !strings.Contains(out, "no site of this archive") {
		t.Errorf("exit %d: %s", code, out)
	}
	if again, err := os.ReadFile(manifest); err != nil || len(again) != len(data)+80 {
		t.Errorf("what stood there was touched: %v", err)
	}
	if out, code := p.run("release", "build", asked.Release, "--out", p.out+"2", "--address", "javascript:alert(1)/"); code != 2 {
		t.Errorf("an address that is none: exit %d: %s", code, out)
	}
	if err := os.WriteFile(manifest, data, 0o600); err != nil {
		t.Fatal(err)
	}
	cards := filepath.Join(p.out, "data", "cards.jsonl")
	if err := os.WriteFile(cards, []byte(`{"id":"e-x","kind":"Person","names":[{"text":"Forged"}],"claims":1,"updated":"2026-01-01T00:00:00Z","sum":"`+strings.Repeat("0", 64)+`"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := p.run("release", "build", asked.Release, "--out", p.out); code != 3 {
		t.Errorf("words that somebody put into the folder were taken over: exit %d: %s", code, out)
	}
}

// Who is met under a pseudonym is nowhere in the site: not by name, not by the id of
// the record, nor by the words of the document that names them.
func TestASiteKeepsAPseudonymAtOnce(t *testing.T) {
	p := publisher(t)
	p.say("", "name", "Sara Zamani", "Sara Zamani")
	named, omid := p.say("", "name", "Omid Barani", "Omid Barani")
	other, _ := p.say(omid, "death_date", "1982-10-25", "25 October 1982")
	p.must("condition", "lay", omid, "--nameless", "--reason", "the family asks for it")
	p.site()
	if r := p.verified(p.out); !r.OK {
		t.Fatalf("%+v", r)
	}
	met := ""
	err := filepath.WalkDir(p.out, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		for _, secret := range []string{omid, named, other, "Omid", p.item} {
			if strings.Contains(path, secret) {
				return fmt.Errorf("%s is named by %s", path, secret)
			}
			if d.IsDir() {
				continue
			}
			data, err := os.ReadFile(path)
			if err != nil || strings.Contains(string(data), secret) {
				return fmt.Errorf("%s holds %s: %v", path, secret, err)
			}
			if strings.HasSuffix(path, ".html") && strings.Contains(string(data), "P-001") && strings.Contains(path, "people") {
				met = path
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if met == "" || !strings.Contains(p.page("en/people/index.html"), "2 people") {
		t.Error("who is nameless has no page")
	}
}
