package app

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"sanad/internal/face/cli"
)

// visitor is a browser at a desk that runs.
type visitor struct {
	t    *testing.T
	at   string
	http http.Client
}

// served serves an archive until the test ends, and signs an account in.
func served(t *testing.T, dir, user, password string) *visitor {
	t.Helper()
	o, err := workshop{}.open(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ready, ended := make(chan string, 1), sync.WaitGroup{}
	ended.Go(func() {
		if err := o.Serve(ctx, cli.ServeRequest{Listen: "127.0.0.1:0"}, func(at cli.Served) { ready <- at.Address }); err != nil {
			t.Errorf("serving: %v", err)
			ready <- ""
		}
	})
	t.Cleanup(func() {
		stop()
		ended.Wait()
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{t, strings.TrimSuffix(<-ready, "/"), http.Client{Jar: jar}}
	v.post("/signin", url.Values{"handle": {user}, "password": {password}})
	return v
}

// page gives the page that an answer ends at, and its address.
func (v *visitor) page(r *http.Response, err error) (page, at string) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		v.t.Fatalf("%s: status %d, %v\n%s", r.Request.URL, r.StatusCode, err, data)
	}
	return string(data), r.Request.URL.RequestURI()
}

func (v *visitor) get(path string) string {
	v.t.Helper()
	page, _ := v.page(v.http.Get(v.at + path))
	return page
}

// token gives what a form sends back: that to sign in, or that of the session.
func (v *visitor) token(path string) string {
	v.t.Helper()
	if path != "/signin" {
		path = "/help"
	}
	m := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(v.get(path))
	if m == nil {
		v.t.Fatalf("%s has no form", path)
	}
	return m[1]
}

func (v *visitor) post(path string, form url.Values) (page, at string) {
	v.t.Helper()
	form.Set("token", v.token(path))
	return v.page(v.http.PostForm(v.at+path, form))
}

// send posts files, written while they are sent.
func (v *visitor) send(path string, files map[string]io.Reader) (page, at string) {
	v.t.Helper()
	token := v.token(path)
	r, w := io.Pipe()
	form := multipart.NewWriter(w)
	go func() {
		err := form.WriteField("token", token)
		for name, data := range files {
			var part io.Writer
			if part, err = form.CreateFormFile("files", name); err == nil {
				_, err = io.Copy(part, data)
			}
		}
		if err == nil {
			err = form.Close()
		}
		w.CloseWithError(err)
	}()
	return v.page(v.http.Post(v.at+path, form.FormDataContentType(), r))
}

// A file is handed in at the desk, read by a job, and found: without a command
// and without a script.
func TestTheDeskTakesFilesInAndAJobReadsThem(t *testing.T) {
	s := searcher{t, t.TempDir() + "/archive"}
	searcher{t, "."}.run("init", s.dir, "--name", "desk")
	s.typed("a long pass word\n", "user", "password", "founder")
	v := served(t, s.dir, "founder", "a long pass word")
	_, at := v.post("/accessions", url.Values{"source": {"a neighbour"}, "case": {"main"}})
	large := bytes.Repeat([]byte("0123456789abcdef"), 3<<20/16)
	page, _ := v.send(strings.TrimSuffix(at, "/add")+"/files", map[string]io.Reader{"box/letter.txt": strings.NewReader("the pomegranate orchard"), "large.bin": bytes.NewReader(large)})
	for _, want := range []string{"letter.txt", "large.bin"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not tell of %s", want)
		}
	}
	page, at = v.post(strings.TrimSuffix(at, "/add")+"/close", url.Values{"read": {"1"}})
	for !strings.Contains(page, `class="tag done"`) {
		if strings.Contains(page, `class="tag failed"`) {
			t.Fatalf("the job failed:\n%s", page)
		}
		page = v.get(at)
	}
	if n := len(s.found("pomegranate")); n != 1 {
		t.Errorf("%d items are found by what the letter says", n)
	}
	s.must("verify", "--fixity")
}

// typed runs a command that reads what is typed.
func (s searcher) typed(input string, args ...string) {
	s.t.Helper()
	var out, errs bytes.Buffer
	code := cli.Run(s.t.Context(), append([]string{"--archive", s.dir}, args...), cli.Streams{In: strings.NewReader(input), Out: &out, Err: &errs}, workshop{}.ports())
	if code != 0 {
		s.t.Fatalf("sanad %v: %d %s", args, code, errs.Bytes())
	}
}
