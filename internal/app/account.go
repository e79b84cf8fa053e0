package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/ground/fail"
	"sanad/internal/tool/keys"
	"sanad/internal/tool/oidc"
	"sanad/internal/tool/passkey"
	"sanad/internal/tool/signin"
)

// signInSettings says how accounts are entered.
type signInSettings struct {
	// Address is the desk's as browsers know it, such as https://desk.example.
	// Passkeys and a provider are bound to it.
	Address string `json:"address,omitempty"`
	// SecondFactor names the roles that must show a second factor.
	SecondFactor []guard.Role `json:"second_factor,omitempty"`
	// Provider is asked who somebody is, see package oidc.
	Provider *oidc.Settings `json:"provider,omitempty"`
}

// signInBack is where a provider sends browsers back to.
const signInBack = "/signin/provider/back"

// accounts gives what checks who acts. Only one is made for a desk: it
// remembers wrong attempts.
func (p *parts) accounts() (*signin.Accounts, error) {
	set := p.set.SignIn
	for _, r := range set.SecondFactor {
		if !slices.Contains(guard.Roles(), r) {
			return nil, fail.New(fail.Usage, "there is no role %q, of which %s asks a second factor", r, settingsFile).Do("use one of %s", guard.Names(guard.Roles()))
		}
	}
	opt := signin.Options{Archive: p.archive, Keep: p.book, Factors: &factorKey{path: filepath.Join(p.dir, factorKeyFile)}, Clock: time.Now, Must: set.SecondFactor}
	if strings.HasPrefix(set.Address, "https://") || strings.HasPrefix(set.Address, "http://localhost") {
		passkeys, err := passkey.New(set.Address, p.set.Name)
		if err != nil {
			return nil, err
		}
		opt.Passkeys = passkeys
	}
	if set.Provider != nil {
		provider, err := p.provider(*set.Provider)
		if err != nil {
			return nil, err
		}
		opt.Provider = provider
	}
	return signin.New(opt), nil
}

func (p *parts) provider(set oidc.Settings) (*oidc.Provider, error) {
	if p.set.SignIn.Address == "" {
		return nil, fail.New(fail.Usage, "%s names a provider of identities and not where it sends people back to", settingsFile).Do("name the desk's address there: \"sign_in\": {\"address\": \"https://...\"}")
	}
	path := set.SecretFile
	if !filepath.IsAbs(path) {
		path = filepath.Join(p.dir, path)
	}
	secret, err := os.ReadFile(path)
	if err != nil {
		return nil, fail.New(fail.Failed, "reading the secret of the provider %s: %w", set.Name, err)
	}
	return oidc.New(set, strings.TrimSpace(string(secret)), strings.TrimSuffix(p.set.SignIn.Address, "/")+signInBack, nil)
}

// factorKey seals second factors with a key in the archive's folder, which is
// made with the first of them.
type factorKey struct {
	path string
	mu   sync.Mutex
	key  *keys.Factors
}

// Seal implements signin.Sealer.
func (f *factorKey) Seal(handle string, secret []byte) ([]byte, error) {
	key, err := f.read(true)
	if err != nil {
		return nil, err
	}
	return key.Seal(handle, secret)
}

// Open implements signin.Sealer.
func (f *factorKey) Open(handle string, sealed []byte) ([]byte, error) {
	key, err := f.read(false)
	if err != nil {
		return nil, err
	}
	return key.Open(handle, sealed)
}

func (f *factorKey) read(create bool) (*keys.Factors, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.key != nil {
		return f.key, nil
	}
	text, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) && create {
		if err := f.make(); err != nil {
			return nil, err
		}
		text, err = os.ReadFile(f.path)
	}
	if err != nil {
		return nil, fail.New(fail.Failed, "reading the key of second factors: %w", err).Do("put %s back from a backup; without it, an administrator can take second factors away: sanad user factor reset USER", factorKeyFile)
	}
	f.key, err = keys.ReadFactorKey(string(text))
	return f.key, err
}

// make makes the key, unless another process does so at this moment: a link to
// a name that is there fails, and a file that is there is whole.
func (f *factorKey) make() error {
	text, err := keys.NewFactorKey()
	if err != nil {
		return err
	}
	own := fmt.Sprintf("%s.%d", f.path, os.Getpid())
	if err := writeWhole(own, []byte(text), 0o600); err != nil {
		return err
	}
	err = os.Link(own, f.path)
	if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	return errors.Join(err, syncFolder(filepath.Dir(f.path)), removeIfThere(own))
}
