package door

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sanad/internal/core/intake"
	"sanad/internal/face/words"
	"sanad/internal/ground/fail"
)

// signPage is a petition as it is read and signed.
type signPage struct {
	frame
	Petition intake.PetitionShown
	Text     intake.PetitionText
	In       words.Lang // the language of the text
	Others   []words.Lang
	Token    string
	Given    url.Values
	Wrong    told
}

// Region gives a region's title in the visitor's language.
func (p *signPage) Region(r intake.Region) string {
	for _, lang := range []string{string(p.Lang), "en"} {
		if r.Title[lang] != "" {
			return r.Title[lang]
		}
	}
	return r.Name
}

// Dirs gives the direction of the text.
func (p *signPage) Dirs() string { return words.Dir(p.In) }

func showPetition(v *visit) error {
	shown, err := v.petition(v.r.Context(), v.r.PathValue("petition"))
	if err != nil {
		return err
	}
	return v.showSign(shown, http.StatusOK, signPage{Given: url.Values{"text": {v.r.URL.Query().Get("text")}}})
}

func (v *visit) showSign(shown intake.PetitionShown, status int, page signPage) error {
	token, err := v.tokens.keep(page.Token)
	if err != nil {
		return err
	}
	page.Token, page.Petition = token, shown
	page.In, page.Text = textIn(shown, page.Given.Get("text"), v.lang)
	for _, l := range sortedKeys(shown.Texts) {
		if words.Lang(l) != page.In {
			page.Others = append(page.Others, words.Lang(l))
		}
	}
	page.Here = "/sign/" + shown.Name
	return v.render(status, "sign", &page)
}

// textIn gives the text in the language asked for, else in the visitor's, else
// in the first there is.
func textIn(shown intake.PetitionShown, asked string, lang words.Lang) (words.Lang, intake.PetitionText) {
	for _, l := range append([]string{asked, string(lang)}, sortedKeys(shown.Texts)...) {
		if text, ok := shown.Texts[l]; ok {
			return words.Lang(l), text
		}
	}
	return lang, intake.PetitionText{}
}

// sign records a signature and gives its receipt.
func sign(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	shown, err := v.petition(v.r.Context(), v.r.PathValue("petition"))
	if err != nil {
		return err
	}
	again := func(t told) error {
		return v.showSign(shown, t.status(), signPage{Token: form.Get("token"), Given: form, Wrong: t})
	}
	s, err := v.signature(shown, form)
	if err != nil {
		if t := tell(err); slices.Contains([]told{unsigned, revised, lengthy}, t) {
			return again(t)
		}
		return err
	}
	receipt, err := v.record(form.Get("token"), func(ctx context.Context) (intake.Receipt, error) { return v.Box.Sign(ctx, s) })
	switch {
	case err == nil:
		return v.showReceipt("signature", receipt, nil)
	case fail.Of(err) == fail.Conflict:
		return again(revised)
	case fail.Of(err) == fail.Usage:
		return again(lengthy) // all else was looked at
	case tell(err) == stale:
		return again(stale)
	}
	return err
}

// signature makes of a form what is signed. The version is the one that was read.
func (v *visit) signature(shown intake.PetitionShown, form url.Values) (intake.Signature, error) {
	s := intake.Signature{Petition: shown.Name, Version: shown.Version, Language: form.Get("text"), Region: form.Get("region")}
	if !shown.Open {
		return s, closed
	}
	if form.Get("version") != strconv.Itoa(shown.Version) {
		return s, revised
	}
	if _, ok := shown.Texts[s.Language]; !ok {
		return s, odd
	}
	if s.Region != "" && !slices.ContainsFunc(shown.Regions, func(r intake.Region) bool { return r.Name == s.Region }) {
		return s, odd
	}
	for _, name := range shown.Identity {
		value := text(form.Get("id-" + name))
		if len(value) > maxLine/4 {
			return s, lengthy
		}
		if value = strings.Join(strings.Fields(value), " "); value == "" {
			return s, unsigned // two signers are told apart by all of it
		}
		s.Identity = append(s.Identity, intake.Field{Name: name, Value: value})
	}
	if form.Get("agree") != "yes" {
		return s, unsigned
	}
	return s, nil
}

// record does once, in its turn, what a form without files asks for.
func (v *visit) record(token string, do func(context.Context) (intake.Receipt, error)) (receipt intake.Receipt, err error) {
	leave, err := v.signatures.take(v.r.Context(), v.Limits.Patience)
	if err != nil {
		return receipt, err
	}
	defer leave()
	end, err := v.tokens.spend(token)
	if err != nil {
		return receipt, err
	}
	defer func() { end(err == nil) }()
	if err := v.keepsWords(0); err != nil {
		return receipt, err
	}
	return do(context.WithoutCancel(v.r.Context()))
}

// withdraw takes a signature back.
func withdraw(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	leave, err := v.entries.take(v.r.Context(), v.Limits.Patience)
	if err != nil {
		return err
	}
	defer leave()
	code := form.Get("code")
	if len(code) > maxCode {
		code = code[:maxCode]
	}
	receipt, err := v.Box.Withdraw(context.WithoutCancel(v.r.Context()), strings.ToValidUTF8(code, " "))
	if fail.Of(err) == fail.NotFound {
		return v.askCode("withdraw", wrong.status(), wrong)
	}
	if err != nil {
		return err
	}
	receipt.Code = nil // it is spent
	return v.showReceipt("withdrawn", receipt, nil)
}
