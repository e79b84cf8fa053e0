package app

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/tool/folder"
)

// actorsOf writes an export of Bayanat as it writes it: in groups of 250, without
// a comma between two groups.
func actorsOf(n int) string {
	var b strings.Builder
	b.WriteString("{ \n\"actors\": [ \n")
	for i := range n {
		if i%250 != 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `{"class": "actor", "id": %d, "name": "\u0646\u0648\u06cc\u062f Kardan %d", "father_name": "Omid %d", "sex": "Male", "occupation": "docker",
 "nationalities": [{"id": 1, "title": "Varanda"}], "comments": "of the harbour", "actor_profiles": [{"description": "Profile %d", "sources": [{"title": "Paper %d"}]}]}`, i+1, i, i, i, i%3)
		if i%250 == 249 {
			b.WriteString("\n")
		}
	}
	b.WriteString("] \n }")
	return b.String()
}

// exported takes files into custody, reads them, and names them.
func exported(t testing.TB, p *parts, files map[string]string) (all []flow.PeerFile) {
	t.Helper()
	dir := laid(t, files)
	_, err := flow.Collect(context.Background(), p.archive, founder(), flow.CollectRequest{Source: custody.Source{Name: "the coast"}, Label: guard.Case}, folder.Walk([]string{dir}), func(k flow.Taken) error {
		all = append(all, flow.PeerFile{Name: k.Name.Text, Item: k.Item})
		return k.Err
	})
	if err != nil {
		t.Fatal(err)
	}
	readAll(t, p)
	return all
}

func claimsOf(t testing.TB, p *parts) (all []string) {
	t.Helper()
	err := p.archive.Book.Look(context.Background(), func(ctx context.Context, s flow.State) error {
		return s.Claims(ctx, flow.ClaimFilter{After: -1}, func(c claim.Claim) error {
			all = append(all, c.Made.Claim+" "+string(c.Standing))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

// An import that was killed between two batches goes on, and ends as one that was
// never interrupted.
func TestAnImportOfAnExportGoesOnWhereItEnded(t *testing.T) {
	files := map[string]string{"actors.json": actorsOf(900)}
	whole, broken := benchArchive(t), benchArchive(t)
	req := flow.PeerRequest{Peer: flow.Bayanat, Files: exported(t, whole, files)}
	want, err := flow.ImportPeer(context.Background(), whole.archive, founder(), req, quiet)
	if err != nil || want.Records != 900 || len(want.Failed) > 0 || want.Claims != 7*900 {
		t.Fatalf("%d records with %d claims, %v, %v", want.Records, want.Claims, want.Failed, err)
	}
	req.Files = exported(t, broken, files)
	ctx, stop := context.WithCancel(context.Background())
	_, err = flow.ImportPeer(ctx, broken.archive, founder(), req, func(string, int64, int64) { stop() })
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("the import was not interrupted: %v", err)
	}
	if n := len(claimsOf(t, broken)); n == 0 || n == len(claimsOf(t, whole)) {
		t.Fatalf("%d claims were made before the interruption", n)
	}
	got, err := flow.ImportPeer(context.Background(), broken.archive, founder(), req, quiet)
	if err != nil || got.New == 0 || got.Fingerprint != want.Fingerprint {
		t.Fatalf("%+v, %v", got.New, err)
	}
	if !slices.Equal(claimsOf(t, broken), claimsOf(t, whole)) {
		t.Error("what was interrupted has other claims in the end")
	}
	if got, err = flow.ImportPeer(context.Background(), broken.archive, founder(), req, quiet); err != nil || got.New != 0 || got.Claims != want.Claims {
		t.Errorf("again: %d new, %d claims, %v", got.New, got.Claims, err)
	}
}

// Whatever stands in the files, the import ends in words, and the archive is as it
// was or holds what could be used.
func TestHostileExportsEndInWords(t *testing.T) {
	s := newSealed(t, nil)
	long := strings.Repeat("x", 400_000)
	for name, of := range map[string]struct {
		peer, file, data string
		codes            []int
	}{
		"deep JSON":         {"bayanat", "a.json", strings.Repeat(`{"actors":[`, 300), []int{1, 2}},
		"wrong types":       {"bayanat", "b.json", `{"actors":[{"id":{"a":[1]},"name":["x"],"events":"x","medias":{"a":1},"actor_relations":3,"id_number":[[1]]},7,null,"x"]}`, []int{0, 2, 4}},
		"a name too long":   {"bayanat", "c.json", `{"actors":[{"class":"actor","id":1,"name":"` + long + `"},{"class":"actor","id":2,"name":"Kaveh"}]}`, []int{4}},
		"no record":         {"bayanat", "d.json", `{"people":[]}`, []int{1, 2}},
		"other JSON":        {"bayanat", "e.json", `[1,2,3]`, []int{2}},
		"no title":          {"uwazi", "f.csv", "Name,Date of birth\nx,1960\n", []int{2}},
		"many columns":      {"uwazi", "g.csv", "Title,Template" + strings.Repeat(",Prison", 3000) + "\nx,Victim\n", []int{0, 4}},
		"a heading of code": {"uwazi", "h.csv", "Title,Template,\"Date of birth\"\"}\nlist: x\"\nx,Victim,1\n", []int{0, 4}},
		"a wild template":   {"uwazi", "i.csv", "Title,Template\nx,\"Victim\"\ny,\"\"\"]} #\"\n", []int{0, 4}},
		"dates of no time":  {"uwazi", "j.csv", "Title,Template,Date of birth\nx,Victim,99999999999999999999\ny,Victim,~~~\nz,Victim,-99999999999\n", []int{4}},
		"no numbers":        {"openevsys", "person.csv", "person_name\nx\n", []int{2}},
		"a ragged table":    {"openevsys", "event.csv", "event_record_number,event_title\nE1\nE2,a,b,c\n,x\n", []int{0, 4}},
		"refers to itself":  {"openevsys", "act.csv", "act_record_number,victim,event\nA1,A1,A1\n", []int{4}},
		"nothing":           {"openevsys", "involvement.csv", "", []int{2, 1}},
	} {
		path := filepath.Join(laid(t, map[string]string{of.file: of.data}), of.file)
		out, code := s.run("--json", "import", of.peer, path, "--source", "a stranger", "--case", "c"+strings.ReplaceAll(name, " ", "-"))
		if !slices.Contains(of.codes, code) || strings.Contains(out, "panic") {
			t.Errorf("%s: exit %d\n%.600s", name, code, out)
		}
	}
	if out, code := s.run("verify", "--fixity"); code != 0 {
		t.Errorf("afterwards: %d\n%s", code, out)
	}
}

// An export that comes packed is opened, and its media checked.
func TestAPackedExportIsOpened(t *testing.T) {
	s := newSealed(t, nil)
	sum := md5.Sum([]byte("a portrait"))
	json := `{"actors":[{"class":"actor","id":1,"name":"Kaveh Sar","medias":[{"filename":"1-a.jpg","etag":"` + hex.EncodeToString(sum[:]) + `"}]}]}`
	path := s.file("export.zip", zipped(t, "9.json", json, "1-a.jpg", "a portrait"))
	out, code := s.run("--json", "import", "bayanat", path, "--source", "the coast")
	if code != 0 || !strings.Contains(out, `"records":1`) || !strings.Contains(out, `"equal":1`) {
		t.Errorf("exit %d\n%s", code, out)
	}
	if again, code := s.run("--json", "import", "bayanat", path); code != 0 || !strings.Contains(again, `"new":0`) {
		t.Errorf("again: exit %d\n%s", code, again)
	}
}

// What a sealed file claims of an open item is told to who may see what is sealed,
// and to nobody else.
func TestWhatASealedFileClaimsIsSealed(t *testing.T) {
	s := newSealed(t, nil)
	s.must("add", s.file("open.txt", "an open letter"), "--source", "a neighbour")
	sum := md5.Sum([]byte("an open letter"))
	list := s.file("sealed.md5", hex.EncodeToString(sum[:])+"  open.txt\n")
	s.must("add", list, "--source", "somebody", "--sealed")
	raw, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	s.must("hashes", "check", itemOf(string(raw)))
	item := itemOf("an open letter")
	if out := s.must("--json", "show", item); !strings.Contains(out, `"verdict":"equal"`) {
		t.Errorf("who may see it is not told: %s", out)
	}
	out := s.must("--as", "dana", "--json", "show", item)
	if strings.Contains(out, "verdict") || !strings.Contains(out, `"hashes":[]`) {
		t.Errorf("dana is told: %s", out)
	}
	if out, code := s.run("--as", "dana", "hashes", "check", itemOf(string(raw))); code == 0 {
		t.Errorf("dana checks what is not there for them: %s", out)
	}
}

// BenchmarkImportPeer imports 5,000 actors with seven claims each.
func BenchmarkImportPeer(b *testing.B) {
	for range b.N {
		p := benchArchive(b)
		files := exported(b, p, map[string]string{"actors.json": actorsOf(5000)})
		b.ResetTimer()
		got, err := flow.ImportPeer(context.Background(), p.archive, founder(), flow.PeerRequest{Peer: flow.Bayanat, Files: files}, quiet)
		if err != nil || got.Records != 5000 {
			b.Fatal(got.Records, err)
		}
		b.ReportMetric(float64(got.Claims)/b.Elapsed().Seconds(), "claims/s")
	}
}
