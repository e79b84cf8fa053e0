package app

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/person"
	"sanad/internal/face/cli"
	"sanad/internal/flow"
	"sanad/internal/flow/sight"
	"sanad/internal/ground/fail"
	"sanad/internal/tool/folder"
)

// kept puts bytes among the renditions.
func kept(t *testing.T, p *parts, data string) custody.Sum {
	t.Helper()
	k, err := p.archive.Renditions.Put(context.Background(), strings.NewReader(data))
	if err == nil {
		err = p.archive.Renditions.Settle(context.Background())
	}
	if err != nil {
		t.Fatal(err)
	}
	return k.Sum
}

// linkings records two linkings that share a model, the second with an outcome
// over sealed rows, and gives what they name, each once.
func linkings(t *testing.T, p *parts) []custody.Sum {
	t.Helper()
	model, first, second, sealed := kept(t, p, "the model"), kept(t, p, "the first outcome"), kept(t, p, "the second outcome"), kept(t, p, "the outcome over all rows")
	record(t, p, founder(), person.Linked{Run: "k-1", Case: "main", Model: model, Outcome: first, Seen: 3, Rows: 2, Pairs: 1, Clusters: 2},
		person.Linked{Run: "k-2", Case: "main", Model: model, Outcome: second, Sealed: &sealed, Seen: 5, Rows: 2, Pairs: 1, Clusters: 1})
	return []custody.Sum{model, first, second, sealed}
}

// What linkings made is in a backup, comes back with it, and is missed by every
// check where it is lost or altered.
func TestWhatLinkingsMadeIsKept(t *testing.T) {
	ctx := context.Background()
	p := benchArchive(t)
	named := linkings(t, p)
	check := func(fixity bool) (kinds []string) {
		t.Helper()
		got, err := flow.Check(ctx, p.archive, flow.CheckRequest{Fixity: fixity}, quiet)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range got.Violations {
			kinds = append(kinds, v.Kind+" "+v.ID)
		}
		slices.Sort(kinds)
		return kinds
	}
	if got := check(true); len(got) > 0 {
		t.Errorf("nothing was touched, and found is %v", got)
	}
	near := filepath.Join(t.TempDir(), "near")
	if out := restored(t, p, near); out.Renditions != int64(len(named)) || len(out.Missing) > 0 {
		t.Errorf("restored %+v", out)
	}
	for _, sum := range named {
		if _, err := os.Stat(derivedPath(near, sum)); err != nil {
			t.Error(err)
		}
	}
	overwrite(t, derivedPath(p.dir, named[0]), "another model")
	if err := os.Remove(derivedPath(p.dir, named[3])); err != nil {
		t.Fatal(err)
	}
	if got, want := check(false), []string{"rendition-missing " + named[3].String()}; !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
	if got, want := check(true), []string{"rendition-altered " + named[0].String(), "rendition-missing " + named[3].String()}; !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
	far := filepath.Join(t.TempDir(), "far")
	if out := restored(t, p, far); len(out.Missing) != 2 || !slices.Contains(out.Missing, "renditions/"+named[3].String()) {
		t.Errorf("a backup of what was lost says %+v", out)
	}
}

func derivedPath(dir string, sum custody.Sum) string {
	s := sum.String()
	return filepath.Join(dir, "renditions", "sha256", s[:2], s[2:4], s)
}

func overwrite(t *testing.T, path, data string) {
	t.Helper()
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

// restored backs an archive up and restores it into a new folder.
func restored(t *testing.T, p *parts, dir string) flow.BackedUp {
	t.Helper()
	private, err := p.secrets(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var backup bytes.Buffer
	if _, err := flow.Backup(context.Background(), p.archive, founder(), time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), private, &backup, quiet); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "backup.tar")
	if err := os.WriteFile(file, backup.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := (workshop{}).restore(context.Background(), file, dir, cli.RestoreRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Who may not see sealed things knows the linking over open rows, is not told
// that there is another, and knows no judgement on a sealed row.
func TestALinkingTellsNothingOfSealedRows(t *testing.T) {
	ctx := context.Background()
	p, sums := graphArchive(t)
	everyKind(t, p, sums)
	sealedRow := sealedList(t, p)
	linkings(t, p)
	var open string
	look(t, p, func(s flow.State) error {
		return flow.Walked(s.Mentions(ctx, "main", "", func(m person.Mention) error { open = m.Mentioned.Mention; return flow.ErrEnough }))
	})
	blind := person.Judge(open, sealedRow, person.Same, "CANARY", "")
	blind.Blind = true
	record(t, p, ben(), person.JudgeRelative(sealedRow, open, "parent", "CANARY", ""), blind)
	judgements := func(s flow.State) (n int) {
		t.Helper()
		if err := s.EachJudgement(ctx, "", func(person.Judgement) error { n++; return nil }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	all := 0
	look(t, p, func(s flow.State) error { all = judgements(s); return nil })
	seen := func(actor guard.Actor, read func(flow.State) error) {
		t.Helper()
		err := sight.NewVeil().Book(p.book, actor).Look(ctx, func(_ context.Context, s flow.State) error { return read(s) })
		if err != nil {
			t.Fatal(err)
		}
	}
	seen(ben(), func(s flow.State) error {
		if n := judgements(s); n != all-2 {
			t.Errorf("%d of %d judgements are known, want all but two", n, all)
		}
		l, err := s.Linking(ctx, "main")
		if err != nil || l.Run != "k-2" || l.Sealed != nil {
			t.Errorf("the newest linking is %+v, %v", l, err)
		}
		if _, err := s.Event(ctx, l.Index); fail.Of(err) != fail.NotFound {
			t.Errorf("the entry with the outcome over sealed rows: %v, want not found", err)
		}
		n, groups := 0, 0
		err = s.Linkings(ctx, "", func(l person.Linking) error {
			if n++; l.Sealed != nil {
				t.Errorf("the linking %s tells of sealed rows", l.Run)
			}
			return nil
		})
		names, wrong := s.NameGroups(ctx)
		if groups = len(names); n != 2 || groups != 2 || wrong != nil {
			t.Errorf("%d linkings and %d groups of names are known, %v", n, groups, wrong)
		}
		return err
	})
	seen(founder(), func(s flow.State) error {
		l, err := s.Linking(ctx, "main")
		if l.Sealed == nil {
			t.Error("who may see all is not told of the outcome over all rows")
		}
		return err
	})
	seen(guard.Actor{Handle: "adam", Roles: []guard.Role{guard.Administrator}}, func(s flow.State) error {
		if _, err := s.Linking(ctx, "main"); fail.Of(err) != fail.NotFound {
			t.Errorf("who may read nothing is told of a linking: %v", err)
		}
		err := s.Linkings(ctx, "", func(person.Linking) error { t.Error("and of all"); return nil })
		names, wrong := s.NameGroups(ctx)
		if len(names) > 0 || wrong != nil || judgements(s) > 0 {
			t.Errorf("and of %d groups of names, %v", len(names), wrong)
		}
		return err
	})
}

// sealedList takes a sealed list in and gives its row.
func sealedList(t *testing.T, p *parts) string {
	t.Helper()
	ctx := context.Background()
	record(t, p, founder(), guard.HolderAdded{Holder: "h", Recipient: "age1pq1example"})
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "s.csv"), []byte("No,Name,Father\n1,CANARY Kardan,Bahram\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	var sum custody.Sum
	_, err := flow.Collect(ctx, p.archive, founder(), flow.CollectRequest{Source: custody.Source{Name: "x"}, Label: guard.Sealed}, folder.Walk([]string{dir}),
		func(k flow.Taken) error { sum = k.Item; return k.Err })
	if err != nil {
		t.Fatal(err)
	}
	readAll(t, p)
	got, err := flow.Import(ctx, p.archive, founder(), flow.ImportRequest{Item: sum, Mapping: strings.Replace(letterMap, "%s", "sealed", 1)}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	row := ""
	look(t, p, func(s flow.State) error {
		return s.Mentions(ctx, "", got.List, func(m person.Mention) error { row = m.Mentioned.Mention; return nil })
	})
	return row
}

// A linking is of this archive and its model: a graph has none, and what an
// archive is given as one it does not take.
func TestALinkingLeavesInNoGraph(t *testing.T) {
	p, sums := graphArchive(t)
	everyKind(t, p, sums)
	before := exportGraph(t, p.archive, founder(), "")
	linkings(t, p)
	after := exportGraph(t, p.archive, founder(), "")
	if !bytes.Equal(before, after) {
		t.Errorf("a linking changed the graph:\n%s", difference(before, after))
	}
	line := `{"kind":"person.linked/1","recorded":{"log":"x/y","index":7,"by":"ana","at":"2026-01-02T03:04:05Z"},"body":{"run":"k-9"}}` + "\n"
	end := bytes.LastIndex(after, []byte(`{"kind":"end/1"`))
	got := importGraph(t, p.archive, founder(), request(slices.Concat(after[:end], []byte(line), after[end:])))
	if got.New != 0 || got.Missed < 1 || !slices.ContainsFunc(got.Failed, func(f flow.GraphFailure) bool { return strings.Contains(f.Error, "person.linked/1") }) {
		t.Errorf("imported %+v", got)
	}
}
