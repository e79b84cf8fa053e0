package app

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sanad/internal/tool/outside"
	"sanad/internal/tool/outside/outsidetest"
	"sanad/verify"
)

// anAuthority is a time-stamping authority that OpenSSL runs, with certificates of
// an invented country.
type anAuthority struct {
	t     *testing.T
	dir   string
	roots string // PEM file
}

// newAuthority makes one whose certificate is valid from so many days from now to
// so many.
func newAuthority(t *testing.T, from, to int) *anAuthority {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		outsidetest.Have(t, fmt.Errorf("openssl: %w", outside.ErrAbsent))
	}
	a := &anAuthority{t: t, dir: t.TempDir()}
	a.roots = filepath.Join(a.dir, "root.pem")
	write := func(name, kind string, der []byte, err error) {
		if err == nil {
			err = os.WriteFile(filepath.Join(a.dir, name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	root := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Varanda Time Root"}, NotBefore: now.AddDate(-9, 0, 0), NotAfter: now.AddDate(9, 0, 0), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, root, root, rootKey.Public(), rootKey)
	write("root.pem", "CERTIFICATE", der, err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	usage, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err != nil {
		t.Fatal(err)
	}
	der, err = x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "Varanda Time"}, NotBefore: now.AddDate(0, 0, from), NotAfter: now.AddDate(0, 0, to), KeyUsage: x509.KeyUsageDigitalSignature,
		ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: usage}}}, root, key.Public(), rootKey)
	write("tsa.pem", "CERTIFICATE", der, err)
	der, err = x509.MarshalPKCS8PrivateKey(key)
	write("tsa.key", "PRIVATE KEY", der, err)
	settings := fmt.Sprintf("[tsa]\ndefault_tsa = one\n[one]\nserial = %s\ncrypto_device = builtin\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\nother_policies = 1.2.3.4.5\ndigests = sha256\naccuracy = secs:1\nordering = no\ntsa_name = yes\ness_cert_id_alg = sha256\n", filepath.Join(a.dir, "serial"))
	for name, text := range map[string]string{"tsa.cnf": settings, "serial": "01\n"} {
		if err := os.WriteFile(filepath.Join(a.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// openssl runs it in the authority's folder.
func (a *anAuthority) openssl(args ...string) error {
	c := exec.Command("openssl", args...)
	c.Dir = a.dir
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("openssl %v: %w: %s", args, err, out)
	}
	return nil
}

// reply answers a request as openssl ts does.
func (a *anAuthority) reply(request []byte) []byte {
	a.t.Helper()
	if err := os.WriteFile(filepath.Join(a.dir, "q"), request, 0o600); err != nil {
		a.t.Fatal(err)
	}
	if err := a.openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q", "-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "r"); err != nil {
		a.t.Fatal(err)
	}
	return fileBytes(a.t, filepath.Join(a.dir, "r"))
}

// serve answers over HTTP (RFC 3161, 3.4); change alters what goes in or out.
func (a *anAuthority) serve(in, out func([]byte) []byte) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request, err := io.ReadAll(r.Body)
		if err != nil || r.Header.Get("Content-Type") != "application/timestamp-query" {
			http.Error(w, "no query", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/timestamp-reply")
		_, _ = w.Write(out(a.reply(in(request))))
	}))
	a.t.Cleanup(server.Close)
	return server.URL
}

func unchanged(data []byte) []byte { return data }

// flipped changes a byte of the nonce, which stands before the three bytes that ask
// for the certificate.
func flipped(request []byte) []byte {
	request[len(request)-4] ^= 1
	return request
}

func TestAnAuthorityStampsOverItsAPIWhatOpenSSLChecksToo(t *testing.T) {
	tsa := newAuthority(t, -5, 5)
	archive, key := anArchive(t, "Archive of Varanda")
	grows(t, archive, "ana")
	in := func(args ...string) []string { return append([]string{"--archive", archive, "checkpoint"}, args...) }
	address := tsa.serve(unchanged, unchanged)
	must(t, in("stamp", "--tsa", address, "--roots", tsa.roots)...)
	must(t, in("stamp", "--tsa", address, "--policy", "1.2.3.4.5")...)
	got := answered[pointed](t, 0, in()...)
	if len(got.Stamped) != 2 || got.Stamped[1].Size != got.Size-2 || got.Stamped[1].Authority != "CN=Varanda Time" || got.Stamped[1].RootsChecked == "" || got.Stamped[0].RootsChecked != "" {
		t.Errorf("the archive tells %+v", got.Stamped)
	}

	// By files, as for an authority that is reached otherwise.
	request, reply := filepath.Join(t.TempDir(), "q"), filepath.Join(t.TempDir(), "r")
	must(t, in("stamp", "--request", request)...)
	if err := os.WriteFile(reply, tsa.reply(fileBytes(t, request)), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it is there already
		must(t, in("stamp", "--request", request, "--reply", reply, "--roots", tsa.roots)...)
	}
	if got := answered[pointed](t, 0, in()...); len(got.Stamped) != 3 {
		t.Errorf("recorded is %+v", got.Stamped)
	}

	tiles := filepath.Join(t.TempDir(), "tiles")
	must(t, "--archive", archive, "export", "tiles", "--out", tiles)
	r := asOutsider(t, tiles, verify.Options{Key: key, Roots: fileBytes(t, tsa.roots)})
	if !r.OK || !strings.Contains(checkTold(r, "time-stamps"), "3 checkpoints are stamped by authorities under the roots given") {
		t.Errorf("as an outsider: %+v", r)
	}
	if r := asOutsider(t, tiles, verify.Options{Key: key, Roots: fileBytes(t, newAuthority(t, -5, 5).roots)}); r.OK {
		t.Error("stamps hold under roots that they do not lead to")
	}
	stamps, err := filepath.Glob(filepath.Join(tiles, "stamps", "*.tsr"))
	if err != nil || len(stamps) != 3 {
		t.Fatalf("exported are %v: %v", stamps, err)
	}
	for _, file := range stamps {
		stem := strings.TrimSuffix(file, ".tsr")
		if err := tsa.openssl("ts", "-verify", "-data", stem+".checkpoint", "-in", file, "-CAfile", tsa.roots); err != nil {
			t.Error(err)
		}
		if err := tsa.openssl("ts", "-verify", "-queryfile", stem+".tsq", "-in", file, "-CAfile", tsa.roots); err != nil {
			t.Error(err)
		}
	}
	must(t, "--archive", archive, "verify")
}

func TestAStampThatShouldNotHoldIsNotTakenOverTheAPI(t *testing.T) {
	tsa, expired := newAuthority(t, -5, 5), newAuthority(t, -9, -5)
	archive, _ := anArchive(t, "Archive of Varanda")
	in := func(args ...string) []string {
		return append([]string{"--archive", archive, "checkpoint", "stamp"}, args...)
	}
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"another nonce":     {in("--tsa", tsa.serve(flipped, unchanged)), 3, "nonce"},
		"another hash":      {in("--tsa", tsa.serve(func(q []byte) []byte { q[30] ^= 1; return q }, unchanged)), 3, "another hash"},
		"a byte changed":    {in("--tsa", tsa.serve(unchanged, func(r []byte) []byte { r[len(r)-1] ^= 1; return r })), 3, "signature is not right"},
		"an expired one":    {in("--tsa", expired.serve(unchanged, unchanged), "--roots", expired.roots), 3, "expired"},
		"other roots":       {in("--tsa", tsa.serve(unchanged, unchanged), "--roots", expired.roots), 3, "given root"},
		"no roots":          {in("--tsa", tsa.serve(unchanged, unchanged), "--roots", filepath.Join(tsa.dir, "serial")), 2, "no certificate"},
		"an unknown policy": {in("--tsa", tsa.serve(unchanged, unchanged), "--policy", "1.2.3.4.9"), 3, "status 2"},
		"no policy":         {in("--tsa", tsa.serve(unchanged, unchanged), "--policy", "x"), 2, "no object identifier"},
		"no authority":      {in("--tsa", "http://127.0.0.1:1/"), 1, "asking the authority"},
		"no address":        {in("--tsa", "ftp://tsa.example"), 2, "not an address"},
		"none named":        {in(), 2, "no authority is named"},
	} {
		_, err := sanad(t, nil, c.args...)
		if exitOf(err) != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := answered[pointed](t, 0, "--archive", archive, "checkpoint"); len(got.Stamped) != 0 || got.Size != 3 {
		t.Errorf("something was recorded: %+v", got)
	}
}

// Once a day, and when serving begins, all whom the settings name are asked.
func TestAJobOfEachDayAsksWhoIsNamed(t *testing.T) {
	tsa := newAuthority(t, -5, 5)
	archive, key := anArchive(t, "Archive of Varanda")
	folder, vkey := aWitness(t, key)
	address := serving(t, folder)
	first := answered[struct{ User string }](t, 0, "--archive", archive, "user", "list")
	settings := strings.Replace(string(fileBytes(t, filepath.Join(archive, "sanad.json"))), "{", fmt.Sprintf(`{"vouching": {"as": %q, "witnesses": [{"key": %q, "url": %q}], "authorities": [{"url": %q, "roots": %q}]},`,
		first.User, vkey, address, tsa.serve(unchanged, unchanged), tsa.roots), 1)
	if err := os.WriteFile(filepath.Join(archive, "sanad.json"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	set, err := readSettings(archive)
	if err != nil {
		t.Fatal(err)
	}
	doctor := func() string {
		for _, f := range (workshop{}).doctor(t.Context(), archive) {
			if f.Name == "witnesses" {
				return fmt.Sprint(f.OK, " ", f.Detail)
			}
		}
		return "says nothing"
	}
	if said := doctor(); said != "false nobody outside has signed a checkpoint" {
		t.Errorf("the doctor: %s", said)
	}
	p, err := (workshop{}).assemble(t.Context(), archive, set, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	for range 2 { // the second time nothing was recorded since
		if err := p.vouch(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := answered[pointed](t, 0, "--archive", archive, "checkpoint")
		if len(got.Cosigned) != 1 || len(got.Stamped) != 1 || got.Cosigned[0].Size != got.Stamped[0].Size+1 {
			t.Errorf("the archive tells %+v", got)
		}
	}
	if said := doctor(); !strings.HasPrefix(said, "true the first ") {
		t.Errorf("the doctor, once they signed: %s", said)
	}
	grows(t, archive, "ana")
	if got := answered[cosignTold](t, 0, "--archive", archive, "checkpoint", "cosign", "--fresh"); len(got.Cosigned) != 1 {
		t.Errorf("by hand, those of the settings: %+v", got)
	}
}
