package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkDoor asks for the form while strangers hand in 20 letters of 1 MB a
// second at a time, and 200 a second sign, all by the pages and durably, and
// reports the time by which 95 of 100 pages were there.
func BenchmarkDoor(b *testing.B) {
	const uploads, signers = 20, 200
	seconds := 20
	if testing.Short() {
		seconds = 3
	}
	r := newReceived(b)
	openPetition(b, r.p, 10)
	v := pagesOf(b, r.p)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 500}}
	ask := func(path string) (string, error) { return pageOf(client.Get(v.base + path)) }
	for b.Loop() {
		ctx, stop := context.WithTimeout(context.Background(), time.Duration(seconds)*time.Second)
		var all sync.WaitGroup
		var came, signed atomic.Int64
		for i := range uploads {
			all.Go(func() {
				time.Sleep(time.Duration(i) * 5 * time.Second / uploads) // people do not come on the same second
				for ctx.Err() == nil {
					if err := slowly(ctx, client, v.base, &came, ask); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		signatures := make(chan time.Duration, signers*seconds*2)
		all.Go(func() { signing(ctx, b, &all, v, client, signers, ask, signatures, &signed) })
		pages := make(chan time.Duration, 50*seconds*2)
		all.Go(func() {
			often(ctx, 50, &all, func() {
				began := time.Now()
				if _, err := ask("/fa/tell/families"); err != nil {
					b.Error(err)
				}
				pages <- time.Since(began)
			})
		})
		all.Wait()
		stop()
		b.ReportMetric(p95of(pages), "p95-ms/form")
		b.ReportMetric(p95of(signatures), "p95-ms/signature")
		b.ReportMetric(float64(signed.Load())/float64(seconds), "signatures/s")
		b.ReportMetric(float64(came.Load())/1e6/float64(seconds), "MB/s")
	}
}

// often does something so often a second until ctx ends.
func often(ctx context.Context, rate int, all *sync.WaitGroup, do func()) {
	every := time.NewTicker(time.Second / time.Duration(rate))
	defer every.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
			all.Go(do)
		}
	}
}

// signing signs so often a second, each time with the form of a page that was
// read a moment before.
func signing(ctx context.Context, b *testing.B, all *sync.WaitGroup, v *stranger, client *http.Client, rate int, ask func(string) (string, error), took chan<- time.Duration, signed *atomic.Int64) {
	var n atomic.Int64
	often(ctx, rate, all, func() {
		page, err := ask("/fa/sign/old-mill")
		if err != nil {
			b.Error(err)
			return
		}
		form := url.Values{"token": {found(b, page, tokenField)}, "version": {"1"}, "text": {"en"}, "agree": {"yes"}, "id-name": {fmt.Sprintf("امضاکنندهٔ %d", n.Add(1))}, "id-father": {"حسن"}, "id-birth_year": {"1360"}}
		began := time.Now()
		if _, err := pageOf(client.PostForm(v.base+"/fa/sign/old-mill", form)); err != nil {
			b.Error(err)
			return
		}
		took <- time.Since(began)
		signed.Add(1)
	})
}

func pageOf(r *http.Response, err error) (string, error) {
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	page, err := io.ReadAll(r.Body)
	if err == nil && r.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", r.Status, page)
	}
	return string(page), err
}

// slowly hands in a letter with a file of 5 MB, a megabyte a second, and counts
// what of it came before ctx ended.
func slowly(ctx context.Context, client *http.Client, base string, came *atomic.Int64, ask func(string) (string, error)) error {
	page, err := ask("/fa/tell/families")
	if err != nil {
		return err
	}
	token := tokenField.FindStringSubmatch(page)[1]
	head := "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n" + token + "\r\n--b\r\nContent-Disposition: form-data; name=\"what\"\r\n\r\nwhat happened\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"film.mp4\"\r\n\r\n"
	body := io.MultiReader(strings.NewReader(head), &trickle{ctx: ctx, came: came, left: 5 << 20}, strings.NewReader("\r\n--b--\r\n"))
	_, err = pageOf(client.Post(base+"/fa/tell/families", "multipart/form-data; boundary=b", body))
	return err
}

// trickle gives 64 kB sixteen times a second.
type trickle struct {
	ctx  context.Context
	came *atomic.Int64
	left int
	next time.Time
	rest []byte
}

func (t *trickle) Read(p []byte) (int, error) {
	if len(t.rest) == 0 {
		if t.left <= 0 {
			return 0, io.EOF
		}
		if now := time.Now(); t.next.IsZero() {
			t.next = now
		} else {
			time.Sleep(t.next.Sub(now))
		}
		t.next = t.next.Add(time.Second / 16)
		t.rest = bytes.Repeat([]byte("film"), 16<<10)
		t.left -= len(t.rest)
	}
	n := copy(p, t.rest)
	t.rest = t.rest[n:]
	if t.ctx.Err() == nil {
		t.came.Add(int64(n))
	}
	return n, nil
}

// p95of gives in milliseconds the time by which 95 of 100 were done.
func p95of(took chan time.Duration) float64 {
	close(took)
	var all []time.Duration
	for d := range took {
		all = append(all, d)
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return float64(all[len(all)*95/100].Microseconds()) / 1000
}
