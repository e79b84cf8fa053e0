package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"

	"sanad/internal/core/account"
	"sanad/internal/ground/fail"
)

// Provider knows who somebody is by asking elsewhere, such as by OpenID
// Connect. Implementations MUST check that the answer was made for this archive
// and for this very question.
type Provider interface {
	// Name is what people know it by.
	Name() string
	// Ask gives the address to send a browser to. state comes back with the
	// answer; secret is what the answer is checked with.
	Ask(ctx context.Context, state string) (address string, secret []byte, err error)
	// Answer gives whose account it is. What is not to be believed MUST be an
	// error of kind fail.Refused.
	Answer(ctx context.Context, secret []byte, code string) (handle string, err error)
}

// maxAway bounds how many questions wait for an answer: anybody can have one
// asked, and each is kept.
const maxAway = 5000

type away struct {
	State  string `json:"state"`
	Secret []byte `json:"secret"`
}

// ProviderName gives the name of the provider, "" if there is none.
func (a *Accounts) ProviderName() string {
	if a.opt.Provider == nil {
		return ""
	}
	return a.opt.Provider.Name()
}

// AskProvider gives the address of the provider, and a token for the browser
// to keep until it comes back.
func (a *Accounts) AskProvider(ctx context.Context) (address, token string, err error) {
	if a.opt.Provider == nil {
		return "", "", fail.New(fail.NotFound, "no provider of identities is set")
	}
	if err := a.opt.Keep.Forget(ctx, a.opt.Clock()); err != nil {
		return "", "", err
	}
	if open, err := a.opt.Keep.Waiting(ctx, beganAway); err != nil || open >= maxAway {
		return "", "", errors.Join(err, fail.New(fail.Conflict, "too many people sign in at this moment").Do("try again in a few minutes"))
	}
	q := away{State: rand.Text()}
	if address, q.Secret, err = a.opt.Provider.Ask(ctx, q.State); err != nil {
		return "", "", err
	}
	data, err := json.Marshal(q)
	if err != nil {
		return "", "", err
	}
	token = rand.Text()
	return address, token, a.opt.Keep.Begin(ctx, token, beganAway, "", data, a.opt.Clock().Add(pendingLife))
}

// Answered goes on with what a provider answered to the browser that holds a
// token. A question is answered once, whatever the answer is. Accounts are
// never made by it.
func (a *Accounts) Answered(ctx context.Context, token, state, code, device string) (account.Entered, error) {
	if a.opt.Provider == nil {
		return account.Entered{}, fail.New(fail.NotFound, "no provider of identities is set")
	}
	_, data, err := a.opt.Keep.Begun(ctx, token, beganAway, a.opt.Clock(), true)
	if err != nil {
		return account.Entered{}, err
	}
	var q away
	if err := json.Unmarshal(data, &q); err != nil {
		return account.Entered{}, fmt.Errorf("reading what was asked: %w", err)
	}
	if subtle.ConstantTimeCompare([]byte(q.State), []byte(state)) != 1 {
		return account.Entered{}, fail.New(fail.Refused, "the answer is to another question")
	}
	handle, err := a.opt.Provider.Answer(ctx, q.Secret, code)
	if err != nil {
		return account.Entered{}, err
	}
	if _, err := a.actor(ctx, handle); err != nil {
		if fail.Of(err) == fail.NotFound || fail.Of(err) == fail.Refused {
			return account.Entered{}, fail.New(fail.Refused, "the provider names no account that may sign in")
		}
		return account.Entered{}, err
	}
	known := false
	if device != "" {
		if known, err = a.opt.Keep.KnowsDevice(ctx, device, handle, a.opt.Clock()); err != nil {
			return account.Entered{}, err
		}
	}
	return a.enter(ctx, handle, known)
}
