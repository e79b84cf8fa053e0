package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// page is a site whose page needs a style and a picture that is not there.
func page(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/statement":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, `<html lang="fa"><head><title>بیانیه</title><link rel="stylesheet" href="/s.css"></head>
				<body><p>وزیر ورند نام علی کریمی را نمی‌داند.</p><img src="/gone.png"><script>alert(1)</script></body></html>`)
		case "/s.css":
			w.Header().Set("Content-Type", "text/css")
			fmt.Fprint(w, "p { color: black }")
		case "/away":
			http.Redirect(w, r, "http://10.255.255.1/secret", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// allowing writes into the archive's settings what captures may reach.
func allowing(t *testing.T, archive, what string) {
	t.Helper()
	path := filepath.Join(archive, settingsFile)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]any{}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	port := what[strings.LastIndex(what, ":")+1:]
	all["capture"] = json.RawMessage(fmt.Sprintf(`{"allow": ["127.0.0.1"], "ports": [%s]}`, port))
	if raw, err = json.Marshal(all); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAPageIsCapturedTakenInReadAndFound(t *testing.T) {
	site := page(t)
	archive := filepath.Join(t.TempDir(), "archive")
	must(t, "init", archive, "--name", "captures")
	address := site.URL + "/statement"

	if out, err := sanad(t, nil, "--archive", archive, "capture", address); err == nil {
		t.Fatalf("an address of this machine was captured without being allowed: %s", out)
	}
	allowing(t, archive, site.URL)
	var added struct {
		Items []struct {
			ID        string `json:"id"`
			MediaType string `json:"media_type"`
			Path      string `json:"path"`
		} `json:"items"`
		Passed []struct{ Path, What string } `json:"passed_over"`
	}
	if err := json.Unmarshal(must(t, "--archive", archive, "--json", "capture", address, "--note", "before it goes"), &added); err != nil {
		t.Fatal(err)
	}
	if len(added.Items) != 1 || added.Items[0].MediaType != "application/wacz" || !strings.HasPrefix(added.Items[0].Path, "127.0.0.1-") {
		t.Fatalf("the capture is %+v", added.Items)
	}
	lacks := fmt.Sprint(added.Passed)
	for _, want := range []string{"full-page image", "egress", "collector"} {
		if !strings.Contains(lacks, want) {
			t.Errorf("that %s is missing is not told: %s", want, lacks)
		}
	}
	must(t, "--archive", archive, "process")
	var found struct {
		Total int
		Hits  []struct{ Title, Quote string }
	}
	if err := json.Unmarshal(must(t, "--archive", archive, "--json", "search", "kind:web Karimi"), &found); err != nil {
		t.Fatal(err)
	}
	if found.Total != 1 || !strings.Contains(found.Hits[0].Title, address) || !strings.Contains(found.Hits[0].Quote, "علی کریمی") {
		t.Errorf("the page is not found: %+v", found)
	}
	if strings.Contains(found.Hits[0].Quote, "alert(1)") {
		t.Error("a script was read as text")
	}
	must(t, "--archive", archive, "verify", "--fixity")
	left, err := filepath.Glob(filepath.Join(archive, tmpFolder, "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("the capture left %v, %v", left, err)
	}
}

func TestACaptureIsNotLedIntoTheNetworkItRunsIn(t *testing.T) {
	site := page(t)
	archive := filepath.Join(t.TempDir(), "archive")
	must(t, "init", archive, "--name", "captures")
	allowing(t, archive, site.URL)
	for _, address := range []string{site.URL + "/away", "http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", "ftp://example.org/"} {
		if out, err := sanad(t, nil, "--archive", archive, "capture", address); err == nil {
			t.Errorf("%s was captured: %s", address, out)
		}
	}
	if out := must(t, "--archive", archive, "items"); !strings.Contains(string(out), "no items") {
		t.Errorf("something was taken in: %s", out)
	}
}
