package oidc

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"sanad/internal/ground/fail"
)

// fakeProvider is a provider of identities. What it says can be bent.
type fakeProvider struct {
	*httptest.Server
	t      *testing.T
	key    *rsa.PrivateKey
	asked  url.Values            // the last question
	claims map[string]any        // of the next answer; nonce and the rest are filled in
	sign   func(string) string   // of the next answer, nil: by its key
	bend   func(map[string]any)  // changes the answer
	codes  map[string]url.Values // the question of each code, once
}

func newFakeProvider(t *testing.T) *fakeProvider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	f := &fakeProvider{t: t, key: key, claims: map[string]any{"sub": "42", "preferred_username": "rana"}, codes: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		f.json(w, map[string]any{"issuer": f.URL, "authorization_endpoint": f.URL + "/authorize", "token_endpoint": f.URL + "/token", "jwks_uri": f.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256", "none", "HS256"}, "response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		enc := base64.RawURLEncoding
		f.json(w, map[string]any{"keys": []any{map[string]any{"kty": "RSA", "kid": "1", "use": "sig", "alg": "RS256",
			"n": enc.EncodeToString(key.N.Bytes()), "e": enc.EncodeToString(big.NewInt(int64(key.E)).Bytes())}}})
	})
	mux.HandleFunc("POST /token", f.token)
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

func (f *fakeProvider) json(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		f.t.Error(err)
	}
}

// authorize is what the provider does with a browser that was sent to it.
func (f *fakeProvider) authorize(address string) (state, code string) {
	f.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		f.t.Fatal(err)
	}
	f.asked = u.Query()
	code = "code-" + rand.Text()
	f.codes[code] = f.asked
	return f.asked.Get("state"), code
}

func (f *fakeProvider) token(w http.ResponseWriter, r *http.Request) {
	asked, ok := f.codes[r.FormValue("code")]
	delete(f.codes, r.FormValue("code"))
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	id, secret, _ := r.BasicAuth()
	if !ok || id != "sanad" || secret != "hush" || r.FormValue("redirect_uri") != "https://desk.example/back" ||
		asked.Get("code_challenge_method") != "S256" || asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) {
		w.WriteHeader(http.StatusBadRequest)
		f.json(w, map[string]string{"error": "invalid_grant"})
		return
	}
	claims := map[string]any{"iss": f.URL, "aud": "sanad", "exp": time.Now().Add(time.Minute).Unix(), "iat": time.Now().Unix(), "nonce": asked.Get("nonce")}
	for k, v := range f.claims {
		claims[k] = v
	}
	if f.bend != nil {
		f.bend(claims)
	}
	f.json(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": f.signed(claims)})
}

func (f *fakeProvider) signed(claims map[string]any) string {
	enc := base64.RawURLEncoding
	body, err := json.Marshal(claims)
	if err != nil {
		f.t.Fatal(err)
	}
	if f.sign != nil {
		return f.sign(enc.EncodeToString(body))
	}
	text := enc.EncodeToString([]byte(`{"alg":"RS256","kid":"1"}`)) + "." + enc.EncodeToString(body)
	sum := sha256.Sum256([]byte(text))
	sig, err := rsa.SignPKCS1v15(rand.Reader, f.key, crypto.SHA256, sum[:])
	if err != nil {
		f.t.Fatal(err)
	}
	return text + "." + enc.EncodeToString(sig)
}

func (f *fakeProvider) provider(set Settings) *Provider {
	f.t.Helper()
	set.Name, set.Issuer, set.Client = "Example", f.URL, "sanad"
	p, err := New(set, "hush", "https://desk.example/back", nil)
	if err != nil {
		f.t.Fatal(err)
	}
	return p
}

// ask goes the whole way once.
func (f *fakeProvider) ask(p *Provider) (string, error) {
	f.t.Helper()
	address, secret, err := p.Ask(f.t.Context(), "the-state")
	if err != nil {
		f.t.Fatal(err)
	}
	state, code := f.authorize(address)
	if state != "the-state" || f.asked.Get("response_type") != "code" || f.asked.Get("client_id") != "sanad" || f.asked.Get("nonce") == "" {
		f.t.Errorf("it was asked %v", f.asked)
	}
	return p.Answer(f.t.Context(), secret, code)
}

func TestAProviderNamesTheAccountByTheClaimThatIsSet(t *testing.T) {
	f := newFakeProvider(t)
	for what, c := range map[string]struct {
		set    Settings
		claims map[string]any
		want   string
	}{
		"the claim is the handle": {Settings{Claim: "preferred_username"}, nil, "rana"},
		"a list of handles":       {Settings{Handles: map[string]string{"42": "dana"}}, nil, "dana"},
		"a verified address":      {Settings{Claim: "email", Handles: map[string]string{"r@x.example": "rana"}}, map[string]any{"email": "r@x.example", "email_verified": true}, "rana"},
	} {
		f.claims = map[string]any{"sub": "42", "preferred_username": "rana"}
		for k, v := range c.claims {
			f.claims[k] = v
		}
		if got, err := f.ask(f.provider(c.set)); err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", what, got, err, c.want)
		}
	}
}

func TestWhatAProviderSaidIsNotBelievedUnlessItIsForUs(t *testing.T) {
	enc := base64.RawURLEncoding
	for what, bend := range map[string]func(f *fakeProvider, claims map[string]any){
		"a wrong nonce":          func(_ *fakeProvider, c map[string]any) { c["nonce"] = "another" },
		"no nonce":               func(_ *fakeProvider, c map[string]any) { delete(c, "nonce") },
		"a wrong audience":       func(_ *fakeProvider, c map[string]any) { c["aud"] = "another" },
		"two audiences":          func(_ *fakeProvider, c map[string]any) { c["aud"] = []string{"sanad", "another"} },
		"for another party":      func(_ *fakeProvider, c map[string]any) { c["azp"] = "another" },
		"another issuer":         func(_ *fakeProvider, c map[string]any) { c["iss"] = "https://elsewhere.example" },
		"an expired one":         func(_ *fakeProvider, c map[string]any) { c["exp"] = time.Now().Add(-time.Hour).Unix() },
		"no account":             func(_ *fakeProvider, c map[string]any) { delete(c, "preferred_username") },
		"an account not in text": func(_ *fakeProvider, c map[string]any) { c["preferred_username"] = 42 },
		"alg none": func(f *fakeProvider, _ map[string]any) {
			f.sign = func(body string) string { return enc.EncodeToString([]byte(`{"alg":"none"}`)) + "." + body + "." }
		},
		"a secret that both share": func(f *fakeProvider, _ map[string]any) {
			f.sign = func(body string) string {
				return enc.EncodeToString([]byte(`{"alg":"HS256","kid":"1"}`)) + "." + body + "." + enc.EncodeToString(make([]byte, 32))
			}
		},
		"a changed body": func(f *fakeProvider, c map[string]any) {
			good := f.signed(c)
			f.sign = func(string) string {
				parts := strings.Split(good, ".")
				body, _ := enc.DecodeString(parts[1])
				return parts[0] + "." + enc.EncodeToString([]byte(strings.Replace(string(body), "rana", "kian", 1))) + "." + parts[2]
			}
		},
	} {
		f := newFakeProvider(t)
		f.bend = func(c map[string]any) { bend(f, c) }
		if got, err := f.ask(f.provider(Settings{Claim: "preferred_username"})); fail.Of(err) != fail.Refused {
			t.Errorf("%s: %q, %v, want refused", what, got, err)
		}
	}
}

func TestAnAnswerIsForItsQuestionAndForOneTime(t *testing.T) {
	f := newFakeProvider(t)
	p := f.provider(Settings{Claim: "preferred_username"})
	first, mine, err := p.Ask(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	second, other, err := p.Ask(t.Context(), "two")
	if err != nil {
		t.Fatal(err)
	}
	_, code := f.authorize(first)
	if _, err := p.Answer(t.Context(), other, code); fail.Of(err) != fail.Refused {
		t.Errorf("a code of another question: %v, want refused", err)
	}
	_, code = f.authorize(second)
	if got, err := p.Answer(t.Context(), other, code); err != nil || got != "rana" {
		t.Errorf("its own code: %q, %v", got, err)
	}
	for _, secret := range [][]byte{other, mine} {
		if _, err := p.Answer(t.Context(), secret, code); fail.Of(err) != fail.Refused {
			t.Errorf("a code that was used: %v, want refused", err)
		}
	}
}

func TestUnprovedAddressesAndStrangersNameNoAccount(t *testing.T) {
	f := newFakeProvider(t)
	f.claims = map[string]any{"sub": "42", "email": "r@x.example", "email_verified": false}
	for _, set := range []Settings{{Claim: "email"}, {Handles: map[string]string{"43": "rana"}}} {
		if got, err := f.ask(f.provider(set)); fail.Of(err) != fail.Refused {
			t.Errorf("%+v: %q, %v, want refused", set, got, err)
		}
	}
}

func TestAProviderIsAskedOverAClosedLineOnly(t *testing.T) {
	for _, issuer := range []string{"", "http://id.example", "id.example", "ftp://id.example", "http://10.0.0.1"} {
		if _, err := New(Settings{Name: "x", Client: "x", Issuer: issuer}, "hush", "https://desk.example/back", nil); fail.Of(err) != fail.Usage {
			t.Errorf("the issuer %q: %v, want a mistake of the caller", issuer, err)
		}
	}
	if _, err := New(Settings{Name: "x", Client: "x", Issuer: "https://id.example"}, "", "https://desk.example/back", nil); fail.Of(err) != fail.Usage {
		t.Errorf("without a secret: %v", err)
	}
}
