package door

import (
	"context"
	"net/http"
	"strings"
	"time"

	"sanad/internal/core/intake"
	"sanad/internal/ground/fail"
)

// returnPage asks for a code.
type returnPage struct {
	frame
	Wrong told
	To    string // where the form goes: return or withdraw
}

func showReturn(v *visit) error { return v.askCode("return", http.StatusOK, "") }

func showWithdraw(v *visit) error { return v.askCode("withdraw", http.StatusOK, "") }

func (v *visit) askCode(to string, status int, wrong told) error {
	page := &returnPage{Wrong: wrong, To: to}
	page.Here = "/" + to
	return v.render(status, "return", page)
}

// maxCode is how long a code may be that is looked at, in bytes: nine words with
// all that people put between them.
const maxCode = 1_000

// thread opens the thread of a code. Wrong, unknown, ended: one answer, and the
// box takes the same time for it.
func (v *visit) thread(ctx context.Context, code string) (intake.Thread, error) {
	leave, err := v.entries.take(ctx, v.Limits.Patience)
	if err != nil {
		return nil, err
	}
	defer leave()
	if len(code) > maxCode {
		code = code[:maxCode]
	}
	t, err := v.Box.Enter(ctx, strings.ToValidUTF8(code, " "))
	if fail.Of(err) == fail.NotFound {
		return nil, wrong
	}
	return t, err
}

// threadPage is what a giver reads with their code.
type threadPage struct {
	frame
	Token, Code string
	Messages    []message
	Answers     int
	Wrong       told
	Why         string
	Written     string // of an addition that was not sent
	Limits      Limits
	Ended       bool
}

type message struct {
	Day   time.Time
	Ours  bool
	Text  []string
	Files int
	Proof copied
}

// enter shows a thread. The code comes in the body of a form, for addresses stand
// in histories and in the logs of others.
func enter(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	return v.showThread(form.Get("code"), http.StatusOK, threadPage{})
}

func (v *visit) showThread(code string, status int, page threadPage) error {
	t, err := v.thread(v.r.Context(), code)
	if tell(err) == wrong && err != nil {
		return v.askCode("return", wrong.status(), wrong)
	}
	if err != nil {
		return err
	}
	if page.Token, err = v.tokens.keep(page.Token); err != nil {
		return err
	}
	page.Code, page.Limits = strings.Join(strings.Fields(code), " "), v.Limits
	for _, m := range t.Messages() {
		if m.Ours {
			page.Answers++
		}
		page.Messages = append(page.Messages, message{Day: m.Day.UTC(), Ours: m.Ours, Text: paragraphs(m.Text), Files: m.Files, Proof: v.copied("receipt.txt", m.Receipt)})
	}
	return v.render(status, "thread", &page)
}

// takeMore adds to a thread. The code stands before the files in the form, for
// what is not of a thread is not taken at all.
func takeMore(v *visit) error {
	if !v.multipart() {
		return odd
	}
	in, err := v.incoming()
	if err != nil {
		return err
	}
	receipt, err := v.hand(in, delivery{
		open: func(ctx context.Context) (intake.Letter, error) {
			t, err := v.thread(ctx, in.fields.Get("code"))
			if err != nil {
				return nil, err
			}
			return t.Letter(ctx)
		},
		story: func() (intake.Story, error) {
			s := intake.Story{Language: string(v.lang), Consent: intake.Consent{Words: consentWords}}
			if more := text(in.fields.Get("more")); more != "" {
				s.Fields = []intake.Field{{Name: "more", Value: more}}
			}
			return s, nil
		},
	})
	if err == nil {
		return v.showReceipt("more", receipt, in.left)
	}
	switch t := tell(err); t {
	case wrong:
		return v.askCode("return", wrong.status(), wrong)
	case nothing, stale, tooLarge, tooMuch, tooMany:
		return v.showThread(in.fields.Get("code"), t.status(), threadPage{Token: in.token, Wrong: t, Why: in.name, Written: text(in.fields.Get("more"))})
	}
	return err
}

// endThread revokes a code, after its holder said so twice.
func endThread(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	if form.Get("sure") != "yes" {
		return v.showThread(form.Get("code"), http.StatusBadRequest, threadPage{Token: form.Get("token"), Wrong: unsigned})
	}
	t, err := v.thread(v.r.Context(), form.Get("code"))
	if tell(err) == wrong && err != nil {
		return v.askCode("return", wrong.status(), wrong)
	}
	if err == nil {
		err = t.End(context.WithoutCancel(v.r.Context()))
	}
	if err != nil {
		return err
	}
	page := &threadPage{Ended: true}
	return v.render(http.StatusOK, "thread", page)
}
