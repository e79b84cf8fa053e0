package door

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"sanad/internal/core/intake"
	"sanad/internal/core/intake/code"
	"sanad/internal/ground/fail"
)

// box is a letter box that keeps in memory what was put in, and of files only
// how much it was.
type box struct {
	mu        sync.Mutex
	letters   []*letter // those that were sent
	begun     int
	abandoned int
	signed    []intake.Signature
	withdrawn int
	entered   []string
	ended     bool
	none      bool // no door is open
	version   int
	fail      error // of every Send and Sign
	wait      chan struct{}
}

type letter struct {
	box      *box
	to       string
	story    intake.Story
	told     int
	files    []kept
	sentOnce bool
	gone     bool
}

type kept struct {
	name  string
	bytes int64
}

const theirs = "Abc <script>alert(1)</script> را"

func (b *box) Open(context.Context) ([]intake.Door, error) {
	if b.none {
		return nil, nil
	}
	return []intake.Door{{Name: "sorkhdasht", Title: map[string]string{"en": "Sorkhdasht prison", "fa": "زندان سرخ‌دشت"}, About: map[string]string{"en": theirs}, Petitions: []string{"open-graves", "gone"}}}, nil
}

func (b *box) Letter(_ context.Context, door string) (intake.Letter, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.begun++
	return &letter{box: b, to: door}, nil
}

func (l *letter) Tell(s intake.Story) error {
	l.story, l.told = s, l.told+1
	return nil
}

func (l *letter) File(name string, r io.Reader) error {
	n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, r, make([]byte, 32<<10))
	if err != nil {
		return fail.New(fail.Failed, "sealing %s: %w", name, err)
	}
	if n == 0 {
		return fail.New(fail.Usage, "%s is empty", name)
	}
	l.files = append(l.files, kept{name, n})
	return nil
}

func (l *letter) Send(context.Context) (intake.Receipt, error) {
	if l.box.wait != nil {
		<-l.box.wait
	}
	l.box.mu.Lock()
	defer l.box.mu.Unlock()
	if l.box.fail != nil {
		return intake.Receipt{}, l.box.fail
	}
	if l.sentOnce || l.gone || l.told != 1 {
		return intake.Receipt{}, fmt.Errorf("sent %v, abandoned %v, told %d times", l.sentOnce, l.gone, l.told)
	}
	l.sentOnce = true
	l.box.letters = append(l.box.letters, l)
	return intake.Receipt{Code: theCode(), Proof: "Sanad receipt v1\nproof of letter\n", Opening: "opening\nof the letter\n"}, nil
}

func (l *letter) Abandon() error {
	l.box.mu.Lock()
	defer l.box.mu.Unlock()
	if !l.sentOnce {
		l.gone = true
		l.box.abandoned++
	}
	return nil
}

func theCode() []int { return []int{1, 2, 3, 4, 5, 6, 7, 8, 9} }

func (b *box) Enter(_ context.Context, words string) (intake.Thread, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.entered = append(b.entered, words)
	got, ok := code.Read(words)
	if !ok || !slices.Equal(got, theCode()) || b.ended {
		return nil, fail.New(fail.NotFound, "there is no such thread: %s", words)
	}
	return thread{b}, nil
}

type thread struct{ box *box }

func (t thread) Messages() []intake.Message {
	day := time.Date(2031, 3, 4, 0, 0, 0, 0, time.UTC)
	return []intake.Message{
		{Day: day, Files: 2, Receipt: "Sanad receipt v1\nproof of letter\n"},
		{Day: day.AddDate(0, 0, 3), Ours: true, Text: "We have read it.\n\nDo you remember <b>the ward</b>?"},
	}
}

func (t thread) Letter(ctx context.Context) (intake.Letter, error) {
	return t.box.Letter(ctx, "thread")
}

func (t thread) End(context.Context) error {
	t.box.ended = true
	return nil
}

func (b *box) Petition(_ context.Context, id string) (intake.PetitionShown, error) {
	if id != "open-graves" {
		return intake.PetitionShown{}, fail.New(fail.NotFound, "there is no petition %s", id)
	}
	return intake.PetitionShown{Name: id, Version: max(1, b.version), Open: !b.none, Identity: []string{"name", "birth_year"},
		Texts:   map[string]intake.PetitionText{"en": {Title: "Open the graves", Text: "We ask.\n\nAnd ask again.", To: "The council"}, "fa": {Title: "گورها را بگشایید", Text: "می‌خواهیم.", To: "شورا"}},
		Regions: []intake.Region{{Name: "north", Title: map[string]string{"en": "The north", "fa": "شمال"}}}}, nil
}

func (b *box) Sign(_ context.Context, s intake.Signature) (intake.Receipt, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return intake.Receipt{}, b.fail
	}
	b.signed = append(b.signed, s)
	return intake.Receipt{Code: theCode(), Proof: "proof of signature\n"}, nil
}

func (b *box) Withdraw(_ context.Context, words string) (intake.Receipt, error) {
	if got, ok := code.Read(words); !ok || !slices.Equal(got, theCode()) {
		return intake.Receipt{}, fail.New(fail.NotFound, "there is no such signature")
	}
	b.withdrawn++
	return intake.Receipt{Proof: "proof of withdrawal\n"}, nil
}

// typed gives the code of the box as somebody types it.
func typed(lang string) string { return strings.Join(code.Words(theCode(), lang), " ") }
