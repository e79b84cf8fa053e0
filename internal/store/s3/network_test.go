package s3

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/minio/minio-go/v7"

	"sanad/internal/core/custody"
	"sanad/internal/store/storetest"
)

// between opens a store on the real server with a proxy in between, which asks
// meddle of each request; where meddle gives true the proxy leaves it alone.
func between(t *testing.T, meddle func(w http.ResponseWriter, r *http.Request, pass http.Handler) bool) *Store {
	t.Helper()
	address, access, secret := storetest.S3Server(t)
	u, err := url.Parse(address)
	must(t, err)
	q := u.Query()
	server, err := url.Parse(q.Get("endpoint"))
	must(t, err)
	pass := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(server)
		r.Out.Host = r.In.Host // is signed
	}}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if meddle(w, r, pass) {
			pass.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(proxy.Close)
	q.Set("endpoint", proxy.URL)
	u.RawQuery = q.Encode()
	s, err := Open(context.Background(), u.String(), Options{AccessKey: access, SecretKey: secret, Spool: t.TempDir()})
	must(t, err)
	t.Cleanup(func() { s.Close() })
	return s
}

func put(s *Store, text string) (custody.Sum, bool, error) {
	kept, err := s.Originals().Put(context.Background(), strings.NewReader(text))
	return kept.Sum, kept.Existed, err
}

func TestAServerThatKnowsNoConditionsIsAskedWithoutThem(t *testing.T) {
	var refused atomic.Int32
	s := between(t, func(w http.ResponseWriter, r *http.Request, _ http.Handler) bool {
		if r.Method == http.MethodPut && r.Header.Get("If-None-Match") != "" {
			refused.Add(1)
			w.WriteHeader(http.StatusNotImplemented)
			fmt.Fprint(w, `<Error><Code>NotImplemented</Code><Message>no conditions here</Message></Error>`)
			return false
		}
		return true
	})
	for _, text := range []string{"one", "two"} {
		if _, _, err := put(s, text); err != nil {
			t.Errorf("putting %q: %v", text, err)
		}
	}
	if n := refused.Load(); n != 1 {
		t.Errorf("the server was asked %d times for what it refused once", n)
	}
}

func TestAPutWhoseAnswerIsLostIsRepeatedAndKept(t *testing.T) {
	var lost atomic.Int32
	s := between(t, func(w http.ResponseWriter, r *http.Request, pass http.Handler) bool {
		if r.Method == http.MethodPut && lost.Add(1) == 1 {
			pass.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler) // the server has it, and the line breaks
		}
		return true
	})
	sum, _, err := put(s, "a statement")
	if err != nil {
		t.Fatal(err)
	}
	if n := lost.Load(); n != 2 {
		t.Errorf("it was put %d times, want 2", n)
	}
	if size, err := s.Originals().Size(context.Background(), sum); size != 11 || err != nil {
		t.Errorf("kept are %d bytes, %v", size, err)
	}
}

// Between the look whether an item is there and the putting of it another may
// put it; whatever that is, it stays.
func TestWhatCameInBetweenIsNotWrittenOver(t *testing.T) {
	var s *Store
	var other atomic.Bool
	s = between(t, func(w http.ResponseWriter, r *http.Request, _ http.Handler) bool {
		if r.Method == http.MethodPut && other.CompareAndSwap(false, true) {
			key := strings.TrimPrefix(r.URL.Path, "/"+s.at.bucket+"/")
			_, err := s.client.PutObject(context.Background(), s.at.bucket, key, strings.NewReader("other"), 5, minio.PutObjectOptions{})
			if err != nil {
				t.Error(err)
			}
		}
		return true
	})
	var altered *custody.Altered
	if _, _, err := put(s, "a statement"); !errors.As(err, &altered) {
		t.Errorf("putting over what came in between gave %v", err)
	}
	size, err := s.Originals().Size(context.Background(), sha256.Sum256([]byte("a statement")))
	if size != 5 || err != nil {
		t.Errorf("it was written over: %d bytes, %v", size, err)
	}
}

// A broken line must not make a document look tampered with, or whole.
func TestABodyCutOffIsAFailureAndNoAlteration(t *testing.T) {
	s := between(t, func(w http.ResponseWriter, r *http.Request, pass http.Handler) bool {
		if r.Method != http.MethodGet || r.URL.Query().Has("list-type") {
			return true
		}
		whole := httptest.NewRecorder()
		pass.ServeHTTP(whole, r)
		for name, values := range whole.Header() {
			w.Header()[name] = values
		}
		w.Write(whole.Body.Bytes()[:5])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	})
	sum, _, err := put(s, "a statement")
	must(t, err)
	r, err := s.Originals().Open(context.Background(), sum)
	must(t, err)
	defer r.Close()
	_, err = io.ReadAll(r)
	var altered *custody.Altered
	if err == nil || errors.As(err, &altered) {
		t.Errorf("a body cut off was read with %v", err)
	}
}

func TestARefusalIsNotTheAbsenceOfAnItem(t *testing.T) {
	for _, status := range []int{http.StatusForbidden, http.StatusBadRequest, http.StatusInternalServerError} {
		var broken atomic.Bool
		s := between(t, func(w http.ResponseWriter, r *http.Request, _ http.Handler) bool {
			item := broken.Load() && strings.Contains(r.URL.Path, algorithm) // and not the bucket
			if item {
				w.WriteHeader(status)
			}
			return !item
		})
		broken.Store(true)
		_, err := s.Originals().Size(context.Background(), custody.Sum{1})
		if err == nil || errors.Is(err, custody.ErrNotKept) {
			t.Errorf("a server that answers %d gave %v", status, err)
		}
		if _, _, err := put(s, "a statement"); err == nil {
			t.Errorf("a server that answers %d kept something", status)
		}
	}
}

func TestAWrongKeyOrBucketShowsAtOnce(t *testing.T) {
	address, access, secret := storetest.S3Server(t)
	for what, c := range map[string]struct{ address, access, secret, says string }{
		"wrong secret": {address, access, "wrong", "SANAD_S3_SECRET_KEY"},
		"wrong access": {address, "wrong", secret, "SANAD_S3_ACCESS_KEY"},
		"wrong bucket": {strings.Replace(address, "s3://", "s3://not", 1), access, secret, "make the bucket"},
		"no server":    {"s3://bucket?path=1&endpoint=http://127.0.0.1:1", access, secret, "does not answer"},
	} {
		_, err := Open(context.Background(), c.address, Options{AccessKey: c.access, SecretKey: c.secret})
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s gave %v %q, want an error that says %q", what, err, code(err), c.says)
		}
	}
}

func TestAServerThatListsOutOfOrderIsRefused(t *testing.T) {
	one, two := custody.Sum{1}.String(), custody.Sum{2}.String()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			fmt.Fprintf(w, `<ListBucketResult><IsTruncated>false</IsTruncated>
				<Contents><Key>originals/sha256/02/00/%s</Key><Size>1</Size></Contents>
				<Contents><Key>originals/sha256/01/00/%s</Key><Size>1</Size></Contents></ListBucketResult>`, two, one)
		}
	}))
	defer server.Close()
	s, err := Open(context.Background(), "s3://bucket?path=1&endpoint="+server.URL, Options{AccessKey: "a", SecretKey: "s"})
	must(t, err)
	var seen []custody.Sum
	err = s.Originals().List(context.Background(), func(sum custody.Sum, _ int64) error {
		seen = append(seen, sum)
		return nil
	})
	if err == nil || !strings.Contains(err.Error(), "order") || len(seen) != 1 {
		t.Errorf("listed were %v, %v", seen, err)
	}
}

func TestTheSpoolIsEmptyAfterEachCall(t *testing.T) {
	s := opener(t)(t, nil)
	large := bytes.Repeat([]byte("item"), inMemory)
	for range 2 {
		if _, err := s.Originals().Put(context.Background(), bytes.NewReader(large)); err != nil {
			t.Fatal(err)
		}
	}
	broken := io.MultiReader(bytes.NewReader(large), &failing{})
	if _, err := s.Originals().Put(context.Background(), broken); err == nil {
		t.Error("a failed source was kept")
	}
	left, err := os.ReadDir(s.spoolDir)
	if err != nil || len(left) != 0 {
		t.Errorf("the spool holds %v, %v", left, err)
	}
}

type failing struct{}

func (*failing) Read([]byte) (int, error) { return 0, errors.New("the source failed") }
