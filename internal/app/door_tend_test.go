package app

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/core/intake"
	"sanad/internal/face/cli"
	"sanad/internal/flow"
)

// begun is a letter with a file that was not sent; its bytes are in place, as
// another letter that was sent meanwhile puts them.
func (r *received) begun(t *testing.T) intake.Letter {
	t.Helper()
	l, err := r.box.Letter(t.Context(), "families")
	if err == nil {
		err = l.File("photo.jpg", strings.NewReader("pixels"))
	}
	if err == nil {
		err = l.Tell(told("not sent yet", ""))
	}
	if err == nil {
		err = r.p.bytes.Sealed().Settle(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// aged lets all sealed bytes that are in place be two days old, and counts them.
func (r *received) aged(t *testing.T) (n int) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(r.dir, "sealed"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		old := time.Now().Add(-48 * time.Hour)
		return os.Chtimes(path, old, old)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// sealedFinding is what the doctor says of sealed bytes that no entry names.
func (r *received) sealedFinding(t *testing.T) (f cli.Finding) {
	t.Helper()
	for _, f := range (workshop{}).doctor(t.Context(), r.dir) {
		if f.Name == "sealed" {
			return f
		}
	}
	return f
}

// A crash between the bytes of a letter and its entry leaves sealed bytes that
// nothing names. The doctor names them, and they go once no letter can still want
// them; what an entry names and what is under way stays.
func TestSealedBytesOfALetterThatWasNeverSentAtTheDoorGoInTheEnd(t *testing.T) {
	r := newReceived(t)
	s := searcher{t, r.dir}
	if _, err := r.send(t, told("this was sent", "Mahin Sohrabi"), map[string]string{"letter.txt": "words"}); err != nil {
		t.Fatal(err)
	}
	if f := r.sealedFinding(t); f.Detail != "" {
		t.Errorf("the doctor, with nothing left over: %+v", f)
	}
	r.begun(t) // and killed
	if n := r.aged(t); n != 4 {
		t.Fatalf("%d sealed parts are there", n)
	}
	under := r.begun(t)
	if f := r.sealedFinding(t); !strings.Contains(f.Detail, "names 4 sealed parts") || !strings.Contains(f.Detail, "; 2 of them, ") || !strings.Contains(f.Do, "sanad door expire") {
		t.Errorf("the doctor: %+v", f)
	}
	s.must("user", "add", "dana", "--case", "main", "--role", "custodian")
	if out := s.must("--as", "dana", "door", "expire"); strings.Contains(out, "sealed part") {
		t.Errorf("a member of one case is told of what no case names: %s", out)
	}
	if out := s.must("door", "expire"); !strings.Contains(out, "2 sealed parts removed") {
		t.Errorf("they are not removed: %s", out)
	}
	if out := s.must("door", "expire"); strings.Contains(out, "sealed part") {
		t.Errorf("something else is removed: %s", out)
	}
	if _, err := under.Send(t.Context()); err != nil {
		t.Errorf("the letter that was under way: %v", err)
	}
	if f := r.sealedFinding(t); f.Detail != "" {
		t.Errorf("the doctor, in the end: %+v", f)
	}
	s.must("verify", "--fixity")
}

// While anything is served, the door is tended: nobody has to type what the
// archive's policy says.
func TestThePolicyOfThreadsHoldsAtTheDoorWithoutAnybodyTypingIt(t *testing.T) {
	r := newReceived(t)
	if _, err := r.send(t, told("this was sent", ""), nil); err != nil {
		t.Fatal(err)
	}
	r.begun(t)
	tend := func(days int, want intake.Why, what string) {
		t.Helper()
		if err := r.p.tendOnce(t.Context(), time.Now().AddDate(0, 0, days)); err != nil {
			t.Fatal(err)
		}
		if sub := r.submissions(t)[0]; sub.Ended != want {
			t.Errorf("%s it stands as %q", what, sub.Ended)
		}
	}
	tend(360, "", "before a year is over")
	r.p.set.Door.ThreadDays = -1
	tend(400, "", "where threads end by hand alone")
	r.p.set.Door.ThreadDays = 0
	tend(400, intake.Outlived, "after a year")
	if n := r.aged(t); n != 1 {
		t.Errorf("%d sealed parts are left, want that which was sent", n)
	}
	err := r.p.book.Look(t.Context(), func(ctx context.Context, s flow.State) error {
		tree, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		return s.Events(ctx, tree.Size()-1, tree.Size(), func(e flow.Recorded) error {
			if e.Actor != guard.DoorAccount || e.Kind.Name != "thread.ended" {
				t.Errorf("the end is recorded as %s by %s", e.Kind, e.Actor)
			}
			return nil
		})
	})
	if err != nil {
		t.Error(err)
	}
}
