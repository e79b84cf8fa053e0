package app

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"sanad/internal/core/disclosure"
	"sanad/internal/core/guard"
	"sanad/internal/face/memorial"
	"sanad/internal/face/site"
	"sanad/internal/flow"
	"sanad/verify"
)

// Ten thousand people of random fates: who gave what is known of them, who agreed
// to which use and took it back, which conditions lie on whom, who is met under a
// pseudonym, what is protected, sealed or withdrawn. Every value is a word that
// stands nowhere else. Of what is made for a recipient (dossier, site, tables, load
// files) every byte is looked through, packed ones too, for a word that must not be
// there. What must not be there is told by rules of the test's own, which know
// nothing of plans.
func TestNothingThatIsWithheldLeavesByAnyWay(t *testing.T) {
	const archives, people = 10, 1000
	met, missed := 0, 0
	for n := range archives {
		w := newLeakWorld(t, uint64(n), people)
		for _, o := range w.orders() {
			out := w.leave(o)
			found := map[string]string{}
			for path, data := range out {
				wordsIn(path, []byte(path), found)
				wordsIn(path, data, found)
			}
			for word, path := range found {
				if why := w.forbidden(o, word); why != "" {
					t.Errorf("case %d, to %s as %q: %s holds %s, %s", n, o.To.Recipient, o.Shape, path, word, why)
				}
			}
			for _, word := range w.free(o) {
				if met++; found[word] == "" {
					missed++
				}
			}
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	if met < archives*people/4 || missed*50 > met {
		t.Errorf("of %d values that nothing keeps inside, %d did not leave: the test looks in the wrong place", met, missed)
	}
}

// leave asks for a release, approves and builds it, and gives all of its files.
func (w *leakWorld) leave(o disclosure.Order) map[string][]byte {
	ctx, now := w.t.Context(), w.now
	req := flow.ReleaseRequest{Case: o.Case, Title: "t", Audience: "a", Shape: o.Shape, Open: o.Open, Sealed: o.Sealed}
	if o.To.Index >= 0 {
		req.To = o.To.Recipient
	}
	asked, _, err := flow.RequestRelease(ctx, w.archive, w.ana, req, now)
	w.must(err)
	w.must(flow.ApproveRelease(ctx, w.archive, w.ben, asked.Release, "", now))
	out := map[string][]byte{}
	switch o.Shape {
	case disclosure.Site:
		sink := noSiteYet{&memory{files: fstest.MapFS{}}}
		_, err = flow.BuildSite(ctx, w.archive, w.ana, asked.Release, flow.SitePlace{Address: "https://memorial.example/", Door: "https://door.example/families"}, now, memorial.Pages, sink)
		w.must(err)
		w.checked(verify.Any(ctx, sink.files, verify.Options{Key: w.archive.Key}))
		gather(out, "site/", sink.memory)
	case disclosure.Files:
		for _, form := range flow.HandForms() {
			sink := &memory{files: fstest.MapFS{}}
			_, one := flow.ExportHandOn(ctx, w.archive, w.ana, flow.HandRequest{Form: form, Release: asked.Release}, now, sink, func(string, int64, int64) {})
			err = errors.Join(err, one)
			gather(out, string(form)+"/", sink)
		}
	default:
		sink := &memory{files: fstest.MapFS{}}
		_, err = flow.BuildRelease(ctx, w.archive, w.ana, asked.Release, now, flow.BuildOptions{Pages: site.Pages}, sink)
		w.must(err)
		w.checked(verify.Dossier(ctx, sink.files, verify.Options{Key: w.archive.Key}))
		gather(out, "dossier/", sink)
	}
	w.must(err)
	return out
}

// checked sees that who checks from outside finds all in order, whatever was left out.
func (w *leakWorld) checked(r verify.Report) {
	for _, c := range r.Checks {
		if !c.OK {
			w.t.Errorf("case %d: the check %s fails: %s", w.seed, c.Name, c.Detail)
		}
	}
	if !r.OK {
		w.t.FailNow()
	}
}

func gather(out map[string][]byte, prefix string, m *memory) {
	for path, f := range m.files {
		out[prefix+path] = f.Data
	}
}

// noSiteYet is a place where no site stands.
type noSiteYet struct{ *memory }

func (noSiteYet) Earlier(string) (io.ReadCloser, error) { return nil, fs.ErrNotExist }
func (noSiteYet) Keep(string) (int64, error)            { return 0, fs.ErrNotExist }

// leakWord is what every value is made of.
var leakWord = regexp.MustCompile(`(?i)kq[0-9a-z]{8}`)

// orders gives what is asked of an archive: every shape, to recipients of all kinds.
func (w *leakWorld) orders() []disclosure.Order {
	order := func(shape disclosure.Shape, to disclosure.Recipient) disclosure.Order {
		o := disclosure.Order{Case: flow.DefaultCase, Shape: shape, To: to, Day: w.now.Format(time.DateOnly)}
		if w.draw.IntN(3) == 0 {
			o.Open = []string{"Person.religion"}
		}
		o.Sealed = w.draw.IntN(3) == 0
		return o
	}
	one := w.recipients[w.draw.IntN(len(w.recipients))]
	switch w.seed % 3 {
	case 0:
		return []disclosure.Order{order(disclosure.Dossier, one)}
	case 1:
		return []disclosure.Order{order(disclosure.Site, disclosure.Public())}
	}
	return []disclosure.Order{order(disclosure.Files, one)}
}

func newLeakWorld(t *testing.T, seed uint64, people int) *leakWorld {
	p := benchArchive(t)
	w := &leakWorld{t: t, seed: seed, draw: rand.New(rand.NewPCG(1367, seed)), archive: p.archive, words: map[string]*leakValue{}, now: time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC),
		ana: guard.Actor{Handle: "ana", Roles: guard.Roles()}, ben: guard.Actor{Handle: "ben", Roles: guard.Roles()}}
	for _, who := range []string{"ana", "ben"} {
		w.must(flow.AddUser(t.Context(), w.archive, guard.Actor{Handle: "founder", Roles: guard.Roles()}, who, guard.Roles(), false))
	}
	w.make(people)
	return w
}

func (w *leakWorld) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// word draws a word that stands nowhere else.
func (w *leakWorld) word() string {
	const letters = "0123456789abcdefghijklmnopqrstuvwxyz"
	var b strings.Builder
	b.WriteString("kq")
	for range 8 {
		b.WriteByte(letters[w.draw.IntN(len(letters))])
	}
	return b.String()
}

func (w *leakWorld) keep(blobs flow.Blobs, data []byte) flow.Kept {
	k, err := blobs.Put(context.Background(), strings.NewReader(string(data)))
	w.must(err)
	w.must(blobs.Settle(context.Background()))
	return k
}
