package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/core/intake/code"
	"sanad/internal/face/cli"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/tool/keys"
)

// received is an archive with a door, two key holders, and what it takes to look
// at it from both sides.
type received struct {
	searcher
	p     *parts
	box   *flow.LetterBox
	actor guard.Actor
	keys  [2]string // private keys of the holders
}

func newReceived(t testing.TB) *received {
	t.Helper()
	ctx := context.Background()
	r := &received{searcher: searcher{dir: filepath.Join(t.TempDir(), "archive")}}
	if _, err := (workshop{}).initArchive(ctx, cli.InitRequest{Dir: r.dir, Name: "door", User: "founder"}); err != nil {
		t.Fatal(err)
	}
	set, err := readSettings(r.dir)
	if err == nil {
		r.p, err = (workshop{}).assemble(ctx, r.dir, set, false)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.p.Close() })
	if r.actor, err = r.p.actor(ctx, ""); err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"first", "second"} {
		h, err := keys.NewHolder()
		if err == nil {
			err = flow.AddHolder(ctx, r.p.archive, r.actor, guard.Holder{Name: name, Recipient: h.Recipient})
		}
		if err != nil {
			t.Fatal(err)
		}
		r.keys[i] = h.Identity
	}
	if _, err = flow.OpenDoor(ctx, r.p.archive, r.actor, intake.DoorOpened{Door: "families", Title: map[string]string{"en": "Families", "fa": "خانواده‌ها"}}); err == nil {
		r.box, err = r.p.letterBox()
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// told is a letter of words nobody but key holders may ever find again.
func told(words, name string) intake.Story {
	s := intake.Story{Language: "fa", Fields: []intake.Field{{Name: "what", Value: words}},
		Consent: intake.Consent{Uses: []intake.Use{intake.ToKeep, intake.ToUN}, Words: "consent/1"}}
	if name != "" {
		s.Giver = []intake.Field{{Name: "name", Value: name}, {Name: "contact", Value: "the shop below her flat"}}
	}
	return s
}

func (r *received) send(t testing.TB, s intake.Story, files map[string]string) (intake.Receipt, error) {
	t.Helper()
	l, err := r.box.Letter(context.Background(), "families")
	if err != nil {
		return intake.Receipt{}, err
	}
	return finish(l, s, files)
}

func finish(l intake.Letter, s intake.Story, files map[string]string) (intake.Receipt, error) {
	for name, data := range files {
		if err := l.File(name, strings.NewReader(data)); err != nil {
			return intake.Receipt{}, errors.Join(err, l.Abandon())
		}
	}
	if err := l.Tell(s); err != nil {
		return intake.Receipt{}, errors.Join(err, l.Abandon())
	}
	return l.Send(context.Background())
}

func (r *received) submissions(t testing.TB) (all []intake.Submission) {
	t.Helper()
	err := r.p.book.Look(context.Background(), func(ctx context.Context, s flow.State) error {
		return s.Submissions(ctx, flow.SubmissionFilter{}, func(sub intake.Submission) error { all = append(all, sub); return nil })
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (r *received) reader(holder int) flow.LetterReader {
	return flow.LetterReader{Sealer: r.p.archive.Sealer, Identity: r.keys[holder], Open: r.p.archive.OpenPart}
}

// checked refuses a receipt that an outsider would refuse.
func checked(t testing.TB, p *parts, receipt, opening string) {
	t.Helper()
	proof, err := intake.ParseProof(receipt)
	if err != nil {
		t.Fatal(err)
	}
	key, err := note.NewVerifier(p.set.Key)
	if err == nil {
		_, err = proof.Check(key)
	}
	if err != nil {
		t.Fatalf("the receipt: %v", err)
	}
	if opening == "" {
		return
	}
	o, err := intake.ParseOpening(opening)
	if err != nil {
		t.Fatal(err)
	}
	if content, ok := proof.Content(); !ok || content != o.Content() {
		t.Error("the opening is not of this receipt")
	}
}

func TestALetterIsReceivedReadAnsweredAndAddedToAtTheDoor(t *testing.T) {
	r := newReceived(t)
	receipt, err := r.send(t, told("my son was taken from the mill", "Mahin Sohrabi"), map[string]string{"../photo\u202e.jpg": strings.Repeat("pixels", 20_000)})
	if err != nil {
		t.Fatal(err)
	}
	checked(t, r.p, receipt.Proof, receipt.Opening)
	sub := r.submissions(t)[0]
	if sub.Door != "families" || sub.As != intake.New || len(sub.Sealed.Files) != 1 {
		t.Fatalf("it stands as %+v", sub)
	}
	for holder := range r.keys {
		s, raw, err := r.reader(holder).Story(t.Context(), sub.Sealed.Story)
		if err != nil || s.Fields[0].Value != "my son was taken from the mill" || strings.Contains(string(raw), "Mahin") {
			t.Fatalf("a holder reads %s (%v)", raw, err)
		}
		err = r.reader(holder).File(t.Context(), sub.Sealed.Files[0], func(name string, data io.Reader) error {
			got, err := io.ReadAll(data)
			if len(got) != 120_000 || name != "../photo\u202e.jpg" || flow.SafeName(1, name) != "01-photo.jpg" {
				t.Errorf("the file %q, kept as %q, has %d bytes", name, flow.SafeName(1, name), len(got))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := flow.Answer(t.Context(), r.p.archive, r.actor, sub.Submission, "What was the day?"); err != nil {
		t.Fatal(err)
	}
	words := strings.Join(code.Words(receipt.Code, "fa"), "\n")
	th, err := r.box.Enter(t.Context(), words)
	if err != nil {
		t.Fatal(err)
	}
	m := th.Messages()
	if len(m) != 2 || m[0].Ours || m[0].Files != 1 || !m[1].Ours || m[1].Text != "What was the day?" {
		t.Fatalf("the giver sees %+v", m)
	}
	checked(t, r.p, m[0].Receipt, receipt.Opening)
	l, err := th.Letter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	more, err := finish(l, told("the third of the month", ""), nil)
	if err != nil {
		t.Fatal(err)
	}
	checked(t, r.p, more.Proof, more.Opening)
	if sub = r.submissions(t)[0]; sub.Unread != 1 || more.Code != nil {
		t.Errorf("after an addition %d are unread, and the code is %v", sub.Unread, more.Code)
	}
	checkThreadEnds(t, r, words, th)
}

// After a thread ended, its code and one that never was are told the same.
func checkThreadEnds(t *testing.T, r *received, words string, th intake.Thread) {
	t.Helper()
	if err := th.End(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, ended := r.box.Enter(t.Context(), words)
	for what, typed := range map[string]string{"no words": "", "wrong words": "zebra zebra", "another code": strings.Join(code.Words([]int{1, 2, 3, 4, 5, 6, 7, 8, 9}, "en"), " ")} {
		_, err := r.box.Enter(t.Context(), typed)
		if fail.Of(err) != fail.NotFound || err.Error() != ended.Error() {
			t.Errorf("%s: %v; an ended thread: %v", what, err, ended)
		}
	}
	l, err := th.Letter(t.Context())
	if err == nil {
		_, err = finish(l, told("too late", ""), nil)
	}
	if fail.Of(err) != fail.NotFound {
		t.Errorf("adding to an ended thread: %v", err)
	}
}

// Nothing that a stranger tells lies in clear in any file: not in the database,
// its journal, the sealed parts, nor in what was left half done.
func TestNothingHandedInLiesInClearAtTheDoor(t *testing.T) {
	r := newReceived(t)
	canaries := []string{"Zhinous Kamyar", "the well behind the brickyard", "the shop below her flat", "canary-photo"}
	if _, err := r.send(t, told(canaries[1], canaries[0]), map[string]string{"canary-photo.txt": strings.Repeat(canaries[1], 100_000)}); err != nil {
		t.Fatal(err)
	}
	half, err := r.box.Letter(t.Context(), "families")
	if err == nil {
		err = half.File("canary-photo.txt", strings.NewReader(strings.Repeat(canaries[1], 100_000)))
	}
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	err = filepath.WalkDir(r.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files++
		for _, c := range canaries {
			if bytes.Contains(data, []byte(c)) {
				t.Errorf("%s holds %q", path, c)
			}
		}
		return err
	})
	if err != nil || files < 8 {
		t.Errorf("looked at %d files (%v)", files, err)
	}
	if err := half.Abandon(); err != nil {
		t.Fatal(err)
	}
}

// What is abandoned leaves no bytes, and what was sent keeps them whatever its
// sender does afterwards.
func TestAbandonedLettersLeaveNothing(t *testing.T) {
	r := newReceived(t)
	sent, err := r.box.Letter(t.Context(), "families")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := finish(sent, told("stays", ""), map[string]string{"a.txt": "stays"}); err != nil {
		t.Fatal(err)
	}
	broken, err := r.box.Letter(t.Context(), "families")
	if err == nil {
		err = broken.File("whole.txt", strings.NewReader("whole"))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := broken.File("cut.txt", io.MultiReader(strings.NewReader("some"), failing{})); err == nil {
		t.Error("a file that was cut off is taken")
	}
	if err := broken.File("empty.txt", strings.NewReader("")); fail.Of(err) != fail.Usage {
		t.Errorf("an empty file: %v", err)
	}
	if err := errors.Join(broken.Abandon(), sent.Abandon(), r.p.archive.Sealed.Settle(t.Context())); err != nil {
		t.Fatal(err)
	}
	n := 0
	err = r.p.archive.Sealed.List(t.Context(), func(custody.Sum, int64) error { n++; return nil })
	if err != nil || n != 2 {
		t.Errorf("%d sealed parts are kept (%v), want the story and the file of the letter that was sent", n, err)
	}
	out, err := flow.Check(t.Context(), r.p.archive, flow.CheckRequest{Fixity: true}, func(string, int64, int64) {})
	if err != nil || !out.OK() {
		t.Errorf("the archive: %v %v", out.Violations, err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the line broke") }

// Many come at once: each gets a receipt of their own, equal letters stand in a
// group, and one who is refused costs the others nothing.
func TestARushIsRecordedForEachAtTheDoor(t *testing.T) {
	r := newReceived(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	threads := map[string]bool{}
	for i := range 12 {
		wg.Go(func() {
			words := "the same words, sent by many"
			if i%4 == 0 {
				words = strings.Repeat("other words ", i+1)
			}
			receipt, err := r.send(t, told(words, ""), nil)
			if err != nil {
				t.Error(err)
				return
			}
			checked(t, r.p, receipt.Proof, receipt.Opening)
			mu.Lock()
			threads[strings.Join(code.Words(receipt.Code, "en"), " ")] = true
			mu.Unlock()
		})
	}
	wg.Wait()
	if len(threads) != 12 {
		t.Errorf("%d codes for 12 letters", len(threads))
	}
	groups := map[string]int64{}
	for _, sub := range r.submissions(t) {
		groups[sub.Group] = sub.Alike
	}
	largest := int64(0)
	for _, n := range groups {
		largest = max(largest, n)
	}
	if len(groups) != 4 || largest != 9 {
		t.Errorf("the groups are %v, want one of nine and three of one", groups)
	}
	if err := flow.CloseDoor(t.Context(), r.p.archive, r.actor, "families"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.send(t, told("late", ""), nil); fail.Of(err) != fail.NotFound {
		t.Errorf("at a closed door: %v", err)
	}
}

// What strangers agreed to have kept comes into custody sealed, with the very
// bytes that their receipt is of; what they did not, does not.
func TestWhatIsTakenHasItsConsentAndItsSourceAtTheDoor(t *testing.T) {
	r := newReceived(t)
	refused := told("keep nothing of this", "Mahin Sohrabi")
	refused.Consent.Uses = []intake.Use{intake.ToUN}
	if _, err := r.send(t, refused, nil); err != nil {
		t.Fatal(err)
	}
	receipt, err := r.send(t, told("my son was taken from the mill", "Mahin Sohrabi"), map[string]string{"photo.jpg": "pixels"})
	if err != nil {
		t.Fatal(err)
	}
	all := r.submissions(t)
	nothing := func(flow.Taken) error { return nil }
	if _, err := flow.TakeSubmission(t.Context(), r.p.archive, r.actor, all[0].Submission, r.reader(0), nothing); fail.Of(err) != fail.Refused {
		t.Errorf("without consent to keep: %v", err)
	}
	var items []string
	took, err := flow.TakeSubmission(t.Context(), r.p.archive, r.actor, all[1].Submission, r.reader(1), func(i flow.Taken) error {
		items = append(items, i.Name.Text+" "+i.Item.String())
		return nil
	})
	if err != nil || len(items) != 2 || !took.Consent.Says(intake.ToKeep) {
		t.Fatalf("taken: %v, %v (%v)", items, took.Consent, err)
	}
	opening, err := intake.ParseOpening(receipt.Opening)
	if err != nil || items[0] != "letter-1/story.json "+opening.Story.String() {
		t.Errorf("the story in custody is %s, the receipt's is %s (%v)", items[0], opening.Story, err)
	}
	err = r.p.book.Look(t.Context(), func(ctx context.Context, s flow.State) error {
		acc, err := s.Accession(ctx, took.Accession)
		if err != nil || acc.Label != guard.Sealed || acc.Source.Together == nil {
			t.Errorf("the accession is %+v (%v)", acc, err)
		}
		of, err := flow.FindSealed(ctx, s, all[1].Submission)
		if err != nil {
			return err
		}
		source, err := flow.FindSealed(ctx, s, took.Accession)
		if err == nil && source.ID != of.ID {
			t.Errorf("the source of the accession is the record %s, the giver's is %s", source.ID, of.ID)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if _, err := flow.TakeSubmission(t.Context(), r.p.archive, r.actor, all[1].Submission, r.reader(1), nothing); fail.Of(err) != fail.Conflict {
		t.Errorf("taking it twice: %v", err)
	}
}

// A flood whose texts differ by some words stands together once somebody with a
// key had it read, and another account of the same night stands alone.
func TestNearCopiesAtADoorStandTogetherOnceTheyWereOpened(t *testing.T) {
	r := newReceived(t)
	words := strings.Fields("everything that was ever written about the old mill and about those who say they were taken from it is nothing but an invention of people who have been paid from abroad for many years now")
	for i := range 4 {
		mine := slices.Clone(words)
		mine[7*i] = "truly"
		if _, err := r.send(t, told(strings.Join(mine, " "), ""), nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.send(t, told("they came to the old mill at night and took my brother and four others whose names I know and have written down here for you", ""), nil); err != nil {
		t.Fatal(err)
	}
	moved, err := flow.GroupNear(t.Context(), r.p.archive, r.actor, "", r.reader(0), func(string, int64, int64) {})
	if err != nil || moved != 3 {
		t.Errorf("%d were moved (%v)", moved, err)
	}
	all := r.submissions(t)
	if all[0].Alike != 4 || all[3].Group != all[0].Group || all[4].Alike != 1 || all[1].As != intake.New {
		t.Errorf("they stand as %v, %v, %v", all[0], all[3], all[4])
	}
	if again, err := flow.GroupNear(t.Context(), r.p.archive, r.actor, "", r.reader(1), func(string, int64, int64) {}); err != nil || again != 0 {
		t.Errorf("the second time %d were moved (%v)", again, err)
	}
}
