package desk

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"sanad/internal/core/ledger"
)

func TestAnOriginalIsSavedAndNeverShown(t *testing.T) {
	w := newWorld(t, "")
	r := w.as("rana").get("/items/" + w.letter.String() + "/original")
	if got := sha256.Sum256(r.Body.Bytes()); got != w.letter {
		t.Errorf("the bytes sent have the SHA-256 %x", got)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/octet-stream", "Content-Disposition": `attachment; filename="` + w.letter.String() + `"`, "X-Content-Type-Options": "nosniff",
	} {
		if got := r.Header().Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
}

func TestAnAlteredOriginalIsNeverSentWhole(t *testing.T) {
	w := newWorld(t, "")
	large := w.keep(strings.Repeat("a large original. ", 20_000))
	_, f := w.take(w.openID, "large.txt", "text/plain", strings.Repeat("a large original. ", 20_000))
	w.append("kian", f)
	w.blobs.kept[large][7] ^= 1
	w.blobs.kept[w.letter][7] ^= 1
	delete(w.blobs.kept, w.report)
	server := httptest.NewServer(w.handler)
	defer server.Close()
	get := func(path string) (*http.Response, []byte, error) {
		r, err := http.NewRequest(http.MethodGet, server.URL+path, nil)
		must(t, err)
		w.as("rana")
		r.AddCookie(&http.Cookie{Name: "sanad-session", Value: "token-of-rana"})
		resp, err := http.DefaultClient.Do(r)
		must(t, err)
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		return resp, body, err
	}
	for _, small := range []string{w.letter.String(), w.report.String()} {
		if resp, body, err := get("/items/" + small + "/original"); resp.StatusCode != http.StatusInternalServerError || err != nil || !strings.Contains(string(body), "sanad verify --fixity") {
			t.Errorf("a damaged original: status %d, %v\n%s", resp.StatusCode, err, body)
		}
	}
	if _, body, err := get("/items/" + large.String() + "/original"); !errors.Is(err, io.ErrUnexpectedEOF) || len(body) == 0 {
		t.Errorf("an altered large original arrives as %d bytes, %v: want a download that fails", len(body), err)
	}
}

func TestTheLastBytesWaitForTheStoresWord(t *testing.T) {
	for _, size := range []int{0, 1, heldBytes - 1, heldBytes, heldBytes + 1, 3*heldBytes + 5} {
		data := bytes.Repeat([]byte("x"), size)
		var out bytes.Buffer
		begun := 0
		if err := copyHeld(&out, iotest.HalfReader(bytes.NewReader(data)), func() { begun++ }); err != nil || begun != 1 || !bytes.Equal(out.Bytes(), data) {
			t.Errorf("%d bytes arrive as %d, begun %d times, %v", size, out.Len(), begun, err)
		}
		out.Reset()
		broken := io.MultiReader(bytes.NewReader(data), iotest.ErrReader(errors.New("altered")))
		if err := copyHeld(&out, broken, func() {}); err == nil || out.Len() >= size && size > 0 || size <= heldBytes && out.Len() > 0 {
			t.Errorf("%d altered bytes: %d were sent, %v", size, out.Len(), err)
		}
	}
}

func TestAProofFromTheDeskHolds(t *testing.T) {
	w := newWorld(t, "")
	r := w.as("rana").get("/ledger/12/proof")
	proof, err := ledger.ParseProof(r.Body.Bytes())
	must(t, err)
	point, err := ledger.CheckpointText(proof.Checkpoint)
	must(t, err)
	if err := ledger.CheckInclusion(point, 12, w.book.events[12].Entry, proof.Path); err != nil {
		t.Error(err)
	}
	if got := w.as("rana").get("/checkpoint").Body.String(); got != string(proof.Checkpoint) {
		t.Errorf("the checkpoint is %q", got)
	}
}

func TestOriginalsThatABrowserWouldRunAreOnlySaved(t *testing.T) {
	w := newWorld(t, "")
	for mediaType, data := range map[string]string{
		"text/html":       "<script>alert(1)</script>",
		"image/svg+xml":   `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
		"application/xml": `<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><a/>`,
		"application/pdf": "%PDF-1.7 /JavaScript",
	} {
		sum, taken := w.take(w.openID, "active", mediaType, data)
		w.append("kian", taken)
		h := w.as("rana").get("/items/" + sum.String() + "/original").Header()
		for name, want := range map[string]string{
			"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff",
			"Content-Disposition": `attachment; filename="` + sum.String() + `"`, "Content-Security-Policy": "default-src 'none'; sandbox",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", mediaType, name, got, want)
			}
		}
	}
}
