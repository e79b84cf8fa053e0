package desk

import (
	"context"
	"html/template"
	"net/http"

	"sanad/internal/core/account"
	"sanad/internal/face/words/squares"
	"sanad/internal/ground/fail"
)

type accountPage struct {
	frame
	Owes     bool // nothing else is open before a second factor is set
	Apps     []account.Factor
	Passkeys []account.Factor
	Codes    int // recovery codes that are left
	Offers   bool
	Sessions []account.Session
	Likes    account.Preferences
	Choices  []liking
}

// liking is a preference with the values it may have.
type liking struct {
	Name   string
	Chosen string
	Values []string
}

func showAccount(ctx context.Context, v *visit) (view, error) {
	p := &accountPage{Owes: v.present.Owes, Offers: v.Accounts.OffersPasskeys(), Likes: v.present.Likes}
	factors, err := v.Accounts.Factors(ctx, v.actor)
	if err != nil {
		return nil, err
	}
	for _, f := range factors {
		switch f.Kind {
		case account.TOTP:
			p.Apps = append(p.Apps, f)
		case account.Passkey:
			p.Passkeys = append(p.Passkeys, f)
		case account.Recovery:
			p.Codes++
		}
	}
	likes, all := p.Likes, account.Choices()
	for _, c := range []liking{{"language", likes.Language, nil}, {"calendar", likes.Calendar, nil}, {"digits", likes.Digits, nil}, {"text", likes.Text, nil}, {"contrast", likes.Contrast, nil}} {
		c.Values = all[c.Name]
		p.Choices = append(p.Choices, c)
	}
	p.Sessions, err = v.Accounts.Sessions(ctx, v.actor, v.actor.Handle, v.present.Session.Name)
	return p, err
}

// setLikes keeps how the desk is liked. The language is then the account's, not
// the one that was chosen in this browser.
func setLikes(w http.ResponseWriter, v *visit) error {
	likes := account.Preferences{Language: v.field("language"), Calendar: v.field("calendar"), Digits: v.field("digits"),
		Text: v.field("text"), Contrast: v.field("contrast"), Blur: v.field("blur") == "yes", NoKeys: v.field("nokeys") == "yes"}
	if err := v.Accounts.SetLikes(v.r.Context(), v.actor, likes); err != nil {
		return err
	}
	http.SetCookie(w, cookie(v.r, "lang", "", -1))
	http.Redirect(w, v.r, "/account?done=liked#likes", http.StatusSeeOther)
	return nil
}

func changePassword(ctx context.Context, v *visit) (string, error) {
	if v.field("password") != v.field("again") {
		return "", fail.New(fail.Usage, "the new password was typed in two ways")
	}
	return "/account?done=password", v.Accounts.ChangePassword(ctx, v.actor, v.token, v.field("old"), v.field("password"))
}

func endSession(ctx context.Context, v *visit) (string, error) {
	return "/account?done=session-ended#sessions", v.Accounts.EndSession(ctx, v.actor, v.r.PathValue("session"))
}

// signOutEverywhere ends this session too.
func signOutEverywhere(w http.ResponseWriter, v *visit) error {
	if err := v.Accounts.EndSessions(v.r.Context(), v.actor, v.actor.Handle); err != nil {
		return err
	}
	for _, name := range []string{"session", "device"} {
		http.SetCookie(w, cookie(v.r, name, "", -1))
	}
	http.Redirect(w, v.r, "/signin", http.StatusSeeOther)
	return nil
}

func drawSecret(ctx context.Context, v *visit) (string, error) {
	return "/account/app", v.Accounts.DrawSecret(ctx, v.actor, v.token, v.field("password"), v.field("code"))
}

type appPage struct {
	frame
	Secret string       // in groups
	Link   template.URL // otpauth:, made here
	QR     squares.Picture
	Wrong  bool
}

func showApp(ctx context.Context, v *visit) (view, error) {
	secret, err := v.Accounts.Drawn(ctx, v.actor, v.token)
	if err != nil {
		return nil, err
	}
	link := account.Link(v.Archive.Name, v.actor.Handle, secret)
	p := &appPage{Secret: account.Groups(account.SecretText(secret)), Link: template.URL(link)}
	picture, err := squares.Draw(link)
	if err != nil {
		return p, nil // a name too long for a picture: the text is there
	}
	p.QR = picture
	return p, nil
}

type codesPage struct {
	frame
	Codes []string
}

// setApp sets the app up, and shows the recovery codes: here and never again,
// which is why this form leads to no other page.
func setApp(w http.ResponseWriter, v *visit) error {
	codes, err := v.Accounts.SetTOTP(v.r.Context(), v.actor, v.token, v.field("code"))
	if fail.Of(err) == fail.Usage {
		page, failed := showApp(v.r.Context(), v)
		if p, ok := page.(*appPage); ok && failed == nil {
			p.Wrong = true
			return v.render(w, http.StatusBadRequest, "account_app", p)
		}
		return failed
	}
	if err != nil {
		return err
	}
	return v.render(w, http.StatusOK, "account_codes", &codesPage{Codes: codes})
}

func newCodes(w http.ResponseWriter, v *visit) error {
	codes, err := v.Accounts.NewCodes(v.r.Context(), v.actor, v.field("password"), v.field("code"))
	if err != nil {
		return err
	}
	return v.render(w, http.StatusOK, "account_codes", &codesPage{Codes: codes})
}

func removeFactor(ctx context.Context, v *visit) (string, error) {
	return "/account?done=factor-removed#factors", v.Accounts.RemoveFactor(ctx, v.actor, v.r.PathValue("factor"), v.field("password"), v.field("code"))
}

type passkeyPage struct {
	frame
	Options string
}

func (p *passkeyPage) scripted() bool { return true }

// makePasskey shows the page whose script asks the browser for a passkey.
func makePasskey(w http.ResponseWriter, v *visit) error {
	options, err := v.Accounts.MakePasskey(v.r.Context(), v.actor, v.token, v.field("password"), v.field("code"))
	if err != nil {
		return err
	}
	return v.render(w, http.StatusOK, "account_passkey", &passkeyPage{Options: options})
}

func setPasskey(w http.ResponseWriter, v *visit) error {
	codes, err := v.Accounts.SetPasskey(v.r.Context(), v.actor, v.token, v.field("label"), v.field("answer"))
	if err != nil {
		return err
	}
	if len(codes) > 0 {
		return v.render(w, http.StatusOK, "account_codes", &codesPage{Codes: codes})
	}
	http.Redirect(w, v.r, "/account?done=factor-set#factors", http.StatusSeeOther)
	return nil
}
