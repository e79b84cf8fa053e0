package door

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestAFormOfAnotherSiteIsRefused(t *testing.T) {
	h := open(t)
	for _, head := range []map[string]string{{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "://"}} {
		body, kind := encode(t, part{field: "token", text: h.token(tellPath)}, part{field: "what", text: "x"})
		r := httptest.NewRequest(http.MethodPost, tellPath, body)
		r.Header.Set("Content-Type", kind)
		for name, value := range head {
			r.Header.Set(name, value)
		}
		if got := h.do(r); got.Code != http.StatusForbidden || h.box.begun != 0 {
			t.Errorf("%v: %d", head, got.Code)
		}
	}
	for _, head := range []map[string]string{{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "null"}, {"Origin": "http://example.com"}, {}} {
		body, kind := encode(t, part{field: "token", text: h.token(tellPath)}, part{field: "what", text: "x"})
		r := httptest.NewRequest(http.MethodPost, tellPath, body)
		r.Header.Set("Content-Type", kind)
		for name, value := range head {
			r.Header.Set(name, value)
		}
		if got := h.do(r); got.Code != http.StatusOK {
			t.Errorf("a form of ours with %v: %d", head, got.Code)
		}
	}
}

func TestAFormIsRecordedOnceHoweverOftenItComes(t *testing.T) {
	h := open(t)
	token := h.token(tellPath)
	h.box.wait = make(chan struct{})
	var all sync.WaitGroup
	codes := make(chan int, 20)
	for range 20 {
		all.Go(func() {
			body, kind := encode(t, part{field: "token", text: token}, part{field: "what", text: "x"})
			r := httptest.NewRequest(http.MethodPost, tellPath, body)
			r.Header.Set("Content-Type", kind)
			w := httptest.NewRecorder()
			h.door.ServeHTTP(w, r)
			codes <- w.Code
		})
	}
	for range 19 { // all but the one that waits in the box
		if c := <-codes; c != http.StatusConflict {
			t.Errorf("one of many got %d", c)
		}
	}
	close(h.box.wait)
	all.Wait()
	if c := <-codes; c != http.StatusOK || len(h.box.letters) != 1 {
		t.Errorf("the one got %d, %d letters are there", c, len(h.box.letters))
	}
	got := h.send(tellPath, part{field: "token", text: token}, part{field: "what", text: "x"})
	if got.says("main h1") != "It was sent already" {
		t.Errorf("a replay is told %q", got.says("main"))
	}
	if got := h.post(tellPath, url.Values{"token": {token}, "to": {"1"}}); got.Code != http.StatusConflict {
		t.Errorf("a form that was sent goes on: %d", got.Code)
	}
}

func TestAFormOfADayAgoOrOfBeforeARestartKeepsItsWordsAndMustBeSentAgain(t *testing.T) {
	h, other := open(t), open(t)
	old := h.token(tellPath)
	h.clock = h.clock.Add(26 * time.Hour)
	for what, token := range map[string]string{"old": old, "another's": other.token(tellPath), "forged": "AAAA", "none": ""} {
		got := h.send(tellPath, part{field: "token", text: token}, part{field: "what", text: "kept"}, part{"files", "a", "x"})
		if got.Code != http.StatusConflict || h.box.begun != 0 || got.field("what") != "kept" {
			t.Fatalf("%s: %d with %q", what, got.Code, got.field("what"))
		}
		before := len(h.box.letters)
		if got := h.send(tellPath, got.parts()...); got.Code != http.StatusOK || len(h.box.letters) != before+1 {
			t.Errorf("%s: sent again, %d", what, got.Code)
		}
		h.box.begun = 0
	}
}

func TestWhatCanNeverBeAFormOfOursIsRefusedAndNothingIsSealed(t *testing.T) {
	h := open(t, func(o *Options) { o.Limits = Limits{File: 1000, Letter: 2500, Files: 3} })
	token := func() part { return part{field: "token", text: h.token(tellPath)} }
	many := []part{token()}
	for i := range 10_000 {
		many = append(many, part{field: fmt.Sprintf("f%d", i), text: "x"})
	}
	for what, parts := range map[string][]part{
		"the token not first":   {{field: "what", text: "x"}, token()},
		"a file for a token":    {{"token", "t.txt", "x"}, {field: "what", text: "x"}},
		"no part at all":        {},
		"10,000 parts":          many,
		"a huge answer":         {token(), {field: "what", text: strings.Repeat("x", maxLong+1)}},
		"many large answers":    {token(), {field: "a", text: strings.Repeat("x", maxLong)}, {field: "b", text: strings.Repeat("x", maxLong)}, {field: "c", text: strings.Repeat("x", maxLong)}, {field: "d", text: strings.Repeat("x", maxLong)}, {field: "e", text: strings.Repeat("x", maxLong)}, {field: "f", text: strings.Repeat("x", maxLong)}},
		"a huge name of a part": {token(), {field: strings.Repeat("n", 5000), text: "x"}},
		"a file too large":      {token(), {"files", "a", strings.Repeat("x", 1001)}},
		"files too large":       {token(), {"files", "a", strings.Repeat("x", 900)}, {"files", "b", strings.Repeat("x", 900)}, {"files", "c", strings.Repeat("x", 900)}},
		"too many files":        {token(), {"files", "a", "x"}, {"files", "b", "x"}, {"files", "c", "x"}, {"files", "d", "x"}},
		"a huge line":           {token(), {field: "when", text: strings.Repeat("x", maxLine+1)}},
	} {
		got := h.send(tellPath, parts...)
		if got.Code < 400 || got.Code >= 500 || len(h.box.letters) != 0 || h.box.begun != h.box.abandoned {
			t.Errorf("%s: %d, %d letters, %d of %d abandoned", what, got.Code, len(h.box.letters), h.box.abandoned, h.box.begun)
		}
	}
	if h.log.Len() != 0 {
		t.Errorf("mistakes of visitors are logged: %s", h.log)
	}
	for _, kind := range []string{"", "text/plain", "multipart/form-data", "multipart/form-data; boundary=" + strings.Repeat("b", 200), "application/x-www-form-urlencoded; charset"} {
		r := httptest.NewRequest(http.MethodPost, tellPath, strings.NewReader("token=x&what=%zz"))
		r.Header.Set("Content-Type", kind)
		if got := h.do(r); got.Code < 400 || got.Code >= 500 {
			t.Errorf("%q: %d", kind, got.Code)
		}
	}
	if got := h.post(tellPath, url.Values{"what": {strings.Repeat("x", 4*maxText)}, "to": {"1"}}); got.Code != http.StatusBadRequest {
		t.Errorf("a form of 4 MB: %d", got.Code)
	}
	for _, to := range []string{"", "-1", "7", "99999999999999999999", "x"} {
		if got := h.post(tellPath, url.Values{"to": {to}}); got.Code != http.StatusBadRequest {
			t.Errorf("to step %q: %d", to, got.Code)
		}
	}
}

func TestHostileNamesOfFilesAreNamesAndNothingElse(t *testing.T) {
	h := open(t)
	names := map[string]string{
		"../../etc/passwd": "passwd", `C:\Users\mina\scan.pdf`: "scan.pdf", "..": "unnamed", "a\u202egpj.exe": "a\ufffdgpj.exe", "<b>.txt": "<b>.txt", "نامه.txt": "نامه.txt", "\xff\xfe.doc": "\ufffd.doc",
		strings.Repeat("ن", 5000) + ".jpg": strings.Repeat("ن", 498) + ".jpg",
	}
	for name, want := range names {
		h.box.letters = nil
		got := h.send(tellPath, part{field: "token", text: h.token(tellPath)}, part{"files", name, "x"})
		if got.Code != http.StatusOK || len(h.box.letters) != 1 || h.box.letters[0].files[0].name != want {
			t.Errorf("%.40q: %d %+v", name, got.Code, h.box.letters)
		}
	}
}

func TestADayTakesSoMuchAndTheNextTakesMore(t *testing.T) {
	h := open(t, func(o *Options) { o.Limits = Limits{Day: 1000} })
	send := func(n int) reply {
		return h.send(tellPath, part{field: "token", text: h.token(tellPath)}, part{"files", "a", strings.Repeat("x", n)})
	}
	if got := send(2000); got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") == "" {
		t.Errorf("more than a day takes: %d", got.Code)
	}
	if got := send(900); got.Code != http.StatusOK {
		t.Errorf("what was refused used the day up: %d", got.Code)
	}
	if got := send(900); got.Code != http.StatusServiceUnavailable {
		t.Errorf("a full day took more: %d", got.Code)
	}
	if got := h.send(tellPath, part{field: "token", text: h.token(tellPath)}, part{field: "what", text: "words"}); got.Code != http.StatusOK {
		t.Errorf("a full day refuses words: %d", got.Code)
	}
	h.clock = h.clock.Add(24 * time.Hour)
	if got := send(900); got.Code != http.StatusOK {
		t.Errorf("the next day: %d", got.Code)
	}
}

func TestWhatStandsBeforeAPartFillsNoMemory(t *testing.T) {
	h := open(t)
	body := "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n" + h.token(tellPath) + "\r\n--b\r\nX-Fill: " + strings.Repeat("x", 1<<20) +
		"\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\nbytes\r\n--b--\r\n"
	r := httptest.NewRequest(http.MethodPost, tellPath, strings.NewReader(body))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	if got := h.do(r); got.Code != http.StatusBadRequest || h.begun() != 0 {
		t.Errorf("a megabyte before a part: %d, %d begun", got.Code, h.begun())
	}
}

func TestWhatIsHeldPastMidnightMakesNoRoomInTheNextDay(t *testing.T) {
	h := open(t)
	q := &quota{clock: func() time.Time { return h.clock }, most: 1000}
	before, err := q.take(900)
	if err != nil {
		t.Fatal(err)
	}
	h.clock = h.clock.Add(24 * time.Hour)
	if _, err := q.take(900); err != nil {
		t.Fatal(err)
	}
	q.back(before, 900) // a letter of yesterday is broken off
	if _, err := q.take(900); tell(err) != full {
		t.Errorf("the day took twice as much as it may: %v", err)
	}
}

func TestWordsAndSignaturesFillNoDiskEither(t *testing.T) {
	long := strings.Repeat("x", 90_000)
	tell := func(h *house) int {
		return h.send(tellPath, part{field: "token", text: h.token(tellPath)}, part{field: "what", text: long}).Code
	}
	h := open(t, func(o *Options) { o.Limits = Limits{Words: 1_000_000} })
	took := 0
	for took < 10 && tell(h) == http.StatusOK {
		took++
	}
	if took != 2 {
		t.Errorf("%d texts of 90 kB found room in a day that has it for two", took)
	}
	if got := h.send(tellPath, part{field: "token", text: h.token(tellPath)}, part{field: "what", text: "help"}); got.Code != http.StatusOK {
		t.Errorf("a line found no room behind texts that had none: %d", got.Code)
	}
	h.clock = h.clock.Add(24 * time.Hour)
	if got := tell(h); got != http.StatusOK {
		t.Errorf("the next day: %d", got)
	}
}

func TestWhoFindsNoPlaceIsAskedToComeBack(t *testing.T) {
	h := open(t, func(o *Options) { o.Limits = Limits{Letters: 1, Patience: time.Millisecond} })
	h.box.wait = make(chan struct{})
	first := make(chan int)
	token, other := h.token(tellPath), h.token(tellPath)
	body, kind := encode(t, part{field: "token", text: token}, part{field: "what", text: "x"})
	go func() {
		r := httptest.NewRequest(http.MethodPost, tellPath, body)
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		h.door.ServeHTTP(w, r)
		first <- w.Code
	}()
	for h.begun() == 0 {
		runtime.Gosched()
	}
	if got := h.send(tellPath, part{field: "token", text: other}, part{field: "what", text: "x"}); got.Code != http.StatusServiceUnavailable {
		t.Errorf("a second found a place: %d", got.Code)
	}
	close(h.box.wait)
	if got := <-first; got != http.StatusOK {
		t.Errorf("the first got %d", got)
	}
}

func (h *house) begun() int {
	h.box.mu.Lock()
	defer h.box.mu.Unlock()
	return h.box.begun
}

func TestWhereHalfOfThePlacesAreTakenTheRestAreForWhoSends(t *testing.T) {
	p := make(places, 4)
	for taken, want := range []time.Duration{time.Minute, time.Minute, time.Minute, 10 * time.Second, 10 * time.Second} {
		if got := p.pace(time.Minute); got != want {
			t.Errorf("with %d of 4 places taken the next piece may take %s", taken, got)
		}
		if taken < cap(p) {
			p <- struct{}{}
		}
	}
}

// dial serves the door on a socket and begins a form by hand.
func dial(t *testing.T, h *house, length int, begin string) net.Conn {
	t.Helper()
	server := httptest.NewServer(h.door)
	t.Cleanup(server.Close)
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	_, err = fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n%s", tellPath, length, begin)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func halfOf(token string) string {
	return "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n" + token + "\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\nhalf of it"
}

func TestAHalfSentFormLeavesNothing(t *testing.T) {
	h := open(t)
	c := dial(t, h, 1_000_000, halfOf(h.token(tellPath)))
	for h.begun() == 0 {
		runtime.Gosched()
	}
	c.Close()
	for done := false; !done; {
		h.box.mu.Lock()
		done = h.box.abandoned == 1
		h.box.mu.Unlock()
	}
	if len(h.box.letters) != 0 {
		t.Error("half a form was recorded")
	}
}

func TestASlowSenderIsCutOff(t *testing.T) {
	h := open(t, func(o *Options) { o.Limits = Limits{Pace: 200 * time.Millisecond} })
	c := dial(t, h, 1_000_000, halfOf(h.token(tellPath)))
	answer, err := http.ReadResponse(bufio.NewReader(c), nil) // it comes although nothing more is sent
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusBadRequest || h.begun() != 1 || h.box.abandoned != 1 {
		t.Errorf("%s, %d begun, %d abandoned", answer.Status, h.box.begun, h.box.abandoned)
	}
}

// A large file goes through part by part: what the door allocates for all of it
// is less than a tenth of it, and no temporary file is written, for there is no
// folder for any.
func TestHalfAGigabyteGoesThroughWithoutADiskAndInLittleMemory(t *testing.T) {
	t.Setenv("TMPDIR", "/nowhere/at/all")
	const size = 500_000_000
	h := open(t)
	server := httptest.NewServer(h.door)
	defer server.Close()
	head := "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n" + h.token(tellPath) + "\r\n--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"film.mp4\"\r\n\r\n"
	tail := "\r\n--b--\r\n"
	body := io.MultiReader(strings.NewReader(head), io.LimitReader(endless(bytes.Repeat([]byte("film\n"), 20_000)), size), strings.NewReader(tail))
	r, err := http.NewRequest(http.MethodPost, server.URL+tellPath, io.NopCloser(body))
	if err != nil {
		t.Fatal(err)
	}
	r.ContentLength = int64(len(head) + size + len(tail))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	runtime.ReadMemStats(&after)
	if answer.StatusCode != http.StatusOK || len(h.box.letters) != 1 || h.box.letters[0].files[0].bytes != size {
		t.Fatalf("%s, %+v", answer.Status, h.box.letters)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > size/10 {
		t.Errorf("%d MB were allocated", took>>20)
	}
}

// endless repeats some bytes for ever.
type endless []byte

func (e endless) Read(p []byte) (int, error) { return copy(p, e), nil }
