// Package oidc knows how to ask a provider of identities who somebody is, by
// OpenID Connect Core 1.0 with the authorization code flow, PKCE (RFC 7636),
// state and nonce. It must never make an account, nor believe an answer that
// was not signed by the provider for this archive and this question.
//
// Trust: who holds the provider, or the key it signs with, can sign in as every
// account that it is set to name; a second factor of the account itself holds
// against that.
package oidc

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"sanad/internal/ground/fail"
)

// Settings says which provider is asked, and how its answers name accounts.
type Settings struct {
	Name       string `json:"name"`        // what people know it by
	Issuer     string `json:"issuer"`      // https://...
	Client     string `json:"client"`      // the id it knows the archive by
	SecretFile string `json:"secret_file"` // holds the client's secret; from the archive's folder
	// Claim is the member of the answer that names the account; sub if empty.
	Claim string `json:"claim,omitempty"`
	// Handles gives the account for each value of the claim. Without any, the
	// value is the handle itself.
	Handles map[string]string `json:"handles,omitempty"`
}

// Provider asks one provider. It may be used by several goroutines.
type Provider struct {
	set    Settings
	secret string
	back   string
	client *http.Client
	mu     sync.Mutex
	known  *oidc.Provider // once it has told where it is asked
}

// patience is how long the provider may take to answer this program.
const patience = 15 * time.Second

// New prepares a provider. back is the address that it sends browsers back to.
// client is nil but in tests.
func New(set Settings, secret, back string, client *http.Client) (*Provider, error) {
	issuer, err := url.Parse(set.Issuer)
	if err != nil || issuer.Host == "" || !sealedLine(issuer) {
		return nil, fail.New(fail.Usage, "the issuer %q in sanad.json is no https address", set.Issuer)
	}
	if set.Name == "" || set.Client == "" || secret == "" {
		return nil, fail.New(fail.Usage, "the provider %s in sanad.json needs a name, a client and a secret_file that holds its secret", set.Issuer)
	}
	if client == nil {
		client = &http.Client{Timeout: patience}
	}
	if set.Claim == "" {
		set.Claim = "sub"
	}
	return &Provider{set: set, secret: secret, back: back, client: client}, nil
}

// sealedLine reports whether nobody on the way can read or change what is said:
// TLS, or this machine itself.
func sealedLine(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && ip != nil && ip.IsLoopback()
}

// Name is what people know the provider by.
func (p *Provider) Name() string { return p.set.Name }

// question is what an answer is checked with.
type question struct {
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
}

// Ask gives the address to send a browser to.
func (p *Provider) Ask(ctx context.Context, state string) (string, []byte, error) {
	config, _, err := p.config(ctx)
	if err != nil {
		return "", nil, err
	}
	q := question{Nonce: oauth2.GenerateVerifier(), Verifier: oauth2.GenerateVerifier()}
	secret, err := json.Marshal(q)
	return config.AuthCodeURL(state, oidc.Nonce(q.Nonce), oauth2.S256ChallengeOption(q.Verifier)), secret, err
}

// config learns where the provider is asked, once it can be reached: a desk
// must open while it is away.
func (p *Provider) config(ctx context.Context) (*oauth2.Config, *oidc.Provider, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil {
		// The keys are fetched later with the context given here, which must
		// outlive this visit.
		known, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.set.Issuer)
		if err != nil {
			return nil, nil, fail.New(fail.Failed, "the provider %s can't be asked: %w", p.set.Name, err).Do("sign in with a password")
		}
		p.known = known
	}
	endpoint := p.known.Endpoint()
	for _, address := range []string{endpoint.AuthURL, endpoint.TokenURL} {
		if u, err := url.Parse(address); err != nil || !sealedLine(u) {
			return nil, nil, fail.New(fail.Refused, "the provider %s would be asked at %q, which is not https", p.set.Name, address)
		}
	}
	return &oauth2.Config{ClientID: p.set.Client, ClientSecret: p.secret, RedirectURL: p.back, Endpoint: endpoint, Scopes: scopes(p.set.Claim)}, p.known, nil
}

// scopes asks for no more than the claim that names the account.
func scopes(claim string) []string {
	switch claim {
	case "sub":
		return []string{oidc.ScopeOpenID}
	case "email":
		return []string{oidc.ScopeOpenID, "email"}
	}
	return []string{oidc.ScopeOpenID, "profile"}
}

// signatures are the algorithms an answer may be signed with: public keys only.
// "none", and those by a secret that both share, are not among them.
func signatures() []string {
	return []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}
}

// Answer gives whose account it is.
func (p *Provider) Answer(ctx context.Context, secret []byte, code string) (string, error) {
	var q question
	if err := json.Unmarshal(secret, &q); err != nil || q.Nonce == "" {
		return "", fmt.Errorf("reading what the provider was asked: %w", err)
	}
	config, known, err := p.config(ctx)
	if err != nil {
		return "", err
	}
	ctx = oidc.ClientContext(ctx, p.client)
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(q.Verifier))
	if err != nil {
		return "", fail.New(fail.Refused, "the provider %s does not know this answer: %w", p.set.Name, err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return "", fail.New(fail.Refused, "the provider %s did not say who it is", p.set.Name)
	}
	id, err := known.Verifier(&oidc.Config{ClientID: p.set.Client, SupportedSigningAlgs: signatures()}).Verify(ctx, raw)
	if err != nil {
		return "", fail.New(fail.Refused, "what the provider %s said can't be believed: %w", p.set.Name, err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(q.Nonce)) != 1 {
		return "", fail.New(fail.Refused, "what the provider %s said answers another question", p.set.Name)
	}
	return p.handle(id)
}

// handle reads the account's handle from an answer that is believed.
func (p *Provider) handle(id *oidc.IDToken) (string, error) {
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return "", fail.New(fail.Refused, "what the provider %s said can't be read: %w", p.set.Name, err)
	}
	if azp, ok := claims["azp"]; (ok || len(id.Audience) > 1) && azp != p.set.Client { // Core 1.0, section 3.1.3.7, 4 and 5
		return "", fail.New(fail.Refused, "what the provider %s said was said to another", p.set.Name)
	}
	value, ok := claims[p.set.Claim].(string)
	if !ok || strings.TrimSpace(value) == "" {
		return "", fail.New(fail.Refused, "the provider %s did not name an account", p.set.Name)
	}
	// An address that nobody has proved can be anybody's.
	if p.set.Claim == "email" && claims["email_verified"] != true {
		return "", fail.New(fail.Refused, "the provider %s did not verify the address", p.set.Name)
	}
	if len(p.set.Handles) == 0 {
		return value, nil
	}
	handle, ok := p.set.Handles[value]
	if !ok {
		return "", fail.New(fail.Refused, "the provider %s names nobody who has an account", p.set.Name)
	}
	return handle, nil
}
