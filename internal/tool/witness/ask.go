package witness

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"sanad/internal/format/timestamp"
	"sanad/internal/ground/fail"
)

// patience is how long an answer may take.
const patience = time.Minute

// maxAnswer bounds what is read of a witness's answer, in bytes.
const maxAnswer = 64 << 10

// Client asks witnesses and authorities over HTTP. The zero value is ready.
type Client struct{}

// AddCheckpoint hands a request to the witness below url (C2SP tlog-witness).
func (Client) AddCheckpoint(ctx context.Context, url string, body []byte) (int, []byte, error) {
	at, err := addressOf(url, "add-checkpoint")
	if err != nil {
		return 0, nil, err
	}
	return post(ctx, at, "text/plain; charset=utf-8", "", body, maxAnswer)
}

// Stamp hands a request to the time-stamping authority at url (RFC 3161, 3.4).
func (Client) Stamp(ctx context.Context, url string, request []byte) ([]byte, error) {
	at, err := addressOf(url, "")
	if err != nil {
		return nil, err
	}
	const reply = "application/timestamp-reply"
	status, answer, err := post(ctx, at, "application/timestamp-query", reply, request, timestamp.MaxBytes)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("it answers %d: %.200q", status, answer)
	}
	return answer, err
}

func addressOf(text, below string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.Fragment != "" {
		return "", fail.New(fail.Usage, "%.200q is not an address that can be asked", text).Do("give one that begins with https:// or http://")
	}
	if below != "" {
		return strings.TrimSuffix(u.String(), "/") + "/" + below, nil
	}
	return u.String(), nil
}

// post follows no answer elsewhere: who is asked is who was named.
func post(ctx context.Context, at, sends, wants string, body []byte, limit int64) (int, []byte, error) {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, at, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Content-Type", sends)
	r.Header.Set("User-Agent", "sanad")
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	if err != nil {
		return 0, nil, err
	}
	if int64(len(data)) > limit {
		return 0, nil, fmt.Errorf("the answer has more than %d bytes", limit)
	}
	if got, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type")); wants != "" && answer.StatusCode == http.StatusOK && got != wants {
		return 0, nil, fmt.Errorf("the answer is %.80q, not %s", got, wants)
	}
	return answer.StatusCode, data, nil
}
