package api

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"sanad/internal/face/cli"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

// silence is how long the other end may say nothing, not even that it lives.
const silence = 4 * beat

// Remote has a command done by the archive that a desk serves, and gives what
// it prints and writes as if it had been done here.
func Remote(ctx context.Context, req cli.RemoteRequest) (printed bool, err error) {
	base, err := addressOf(req.URL)
	if err != nil {
		return false, err
	}
	token, err := tokenOf(req.TokenFile)
	if err != nil {
		return false, err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	body, feed := io.Pipe()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/api/v1/commands/"+strings.ReplaceAll(req.Asked.Command, " ", "/"), body)
	if err != nil {
		return false, fail.New(fail.Usage, "%s is no address: %w", req.URL, err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", framesType)
	r.Header.Set("Accept", framesType)
	r.Header.Set("Expect", "100-continue") // no file is sent to who does not want it
	go func() { feed.CloseWithError(send(ctx, &framer{w: feed}, req)) }()
	defer body.Close()
	resp, err := client().Do(r)
	if err != nil {
		return false, unreached(req.URL, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != framesType {
		return false, turnedAway(req.URL, resp)
	}
	quiet := time.AfterFunc(silence, func() {
		stop(fail.New(fail.Failed, "%s says nothing any more", req.URL).Do("look there whether the command was done, before you give it again"))
	})
	defer quiet.Stop()
	got := &answer{req: req, files: map[uint32]io.WriteCloser{}, single: map[uint32]*kept{}}
	err = got.read(resp.Body, func() { quiet.Reset(silence) })
	if err != nil && context.Cause(ctx) != nil {
		err = context.Cause(ctx)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fail.New(fail.Failed, "the answer of %s broke off", req.URL).Do("look there whether the command was done, before you give it again")
	}
	return got.printed, err
}

// client follows no redirect, for a token must go nowhere else.
func client() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, TLSHandshakeTimeout: 30 * time.Second, ExpectContinueTimeout: 10 * time.Second,
			DialContext: (&net.Dialer{Timeout: 30 * time.Second}).DialContext}}
}

// addressOf gives the address without what follows the host's own part. A token
// is sent in the clear to this very machine only.
func addressOf(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
		return "", fail.New(fail.Usage, "%q is not the address of a desk", text).Do("give one such as https://archive.example.org")
	}
	if host := u.Hostname(); u.Scheme == "http" && host != "localhost" && !net.ParseIP(host).IsLoopback() {
		return "", fail.New(fail.Refused, "%s is not protected on the way: whoever listens could take the token", text).Do("use https://, or reach the desk by a tunnel to this machine")
	}
	return u.Scheme + "://" + u.Host + strings.TrimSuffix(u.Path, "/"), nil
}

func tokenOf(path string) (string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", fail.New(fail.Usage, "reading the token: %w", err).Do("--token-file names the file that holds it")
	}
	token := strings.TrimSpace(string(data))
	if token == "" || len(token) > 1024 || strings.ContainsAny(token, " \t\r\n") {
		return "", fail.New(fail.Usage, "%s does not hold a token and nothing else", path).Do("put what sanad user token new printed into it")
	}
	return token, nil
}

// unreached says why nobody answered.
func unreached(address string, err error) error {
	if cause := (*url.Error)(nil); errors.As(err, &cause) {
		err = cause.Err
	}
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.Is(err, http.ErrSchemeMismatch):
		return fail.New(fail.Failed, "%s does not speak TLS", address).Do("nothing was sent; check the address")
	case errors.As(err, &untrusted):
		return fail.New(fail.Failed, "%s does not prove that it is who it says: %w", address, err).Do("nothing was sent; ask whoever keeps it for the right address or certificate")
	}
	return fail.New(fail.Failed, "%s is not reached: %w", address, err).Do("check the address, and that sanad serve runs there")
}

// turnedAway tells a refusal in the words of the other end, if it is a Sanad.
func turnedAway(address string, resp *http.Response) error {
	var p problem
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAsk))
	if err == nil && resp.Header.Get("Content-Type") == "application/problem+json" && json.Unmarshal(data, &p) == nil && p.Detail != "" {
		return p.err()
	}
	return fail.New(fail.Failed, "%s answers, but not as a Sanad does (status %d)", address, resp.StatusCode).Do("check the address; its sanad may be older than this one")
}

// send writes the request and its files.
func send(ctx context.Context, f *framer, req cli.RemoteRequest) error {
	if err := f.sendJSON(frameAsk, req.Asked); err != nil {
		return err
	}
	if req.Send != nil {
		n := 0
		for found := range req.Send {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			label := ""
			if n < len(req.Labels) {
				label = req.Labels[n]
			}
			if err := sendFile(f, label, found); err != nil {
				return err
			}
			n++
		}
	}
	return f.send(frameEnd)
}

func sendFile(f *framer, label string, found flow.Found) error {
	head := sentFile{Label: label, Name: found.Name.Text, Raw: found.Name.Raw, What: found.What}
	if found.Target != nil {
		head.Target = found.Target.Bytes()
	}
	if !found.Modified.IsZero() {
		head.Modified = found.Modified.UTC().Format(time.RFC3339Nano)
	}
	var r io.ReadCloser
	err := found.Err
	if err == nil && found.What == "" {
		r, err = found.Open()
	}
	if err != nil {
		head.Error = err.Error()
	}
	if err := f.sendJSON(frameFile, head); err != nil {
		return err
	}
	var end closed
	if r != nil {
		_, err := io.Copy(pieces{f, frameData, nil}, tellRead{r, &end})
		if failed := r.Close(); failed != nil && end.Error == "" {
			end.Error = failed.Error()
		}
		if err != nil && end.Error == "" {
			return err
		}
	}
	return f.sendJSON(frameClose, end)
}

// tellRead tells what failed in reading from what failed in sending.
type tellRead struct {
	r   io.Reader
	end *closed
}

func (t tellRead) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if err != nil && err != io.EOF {
		t.end.Error = err.Error()
	}
	return n, err
}

// answer is what comes back.
type answer struct {
	req     cli.RemoteRequest
	files   map[uint32]io.WriteCloser
	single  map[uint32]*kept
	printed bool
}

// kept is a file by itself, written when it is whole.
type kept struct{ data []byte }

func (a *answer) read(r io.Reader, alive func()) error {
	for {
		kind, payload, err := readFrame(r)
		if err != nil {
			return err
		}
		alive()
		if kind == frameExit {
			var e ended
			if err := json.Unmarshal(payload, &e); err != nil {
				return fmt.Errorf("reading how it went: %w", err)
			}
			a.printed = e.Printed
			if e.Problem != nil {
				return e.Problem.err()
			}
			return nil
		}
		if err := a.take(kind, payload); err != nil {
			return err
		}
	}
}

func (a *answer) take(kind byte, payload []byte) error {
	switch kind {
	case frameOut:
		a.printed = true
		_, err := a.req.Out.Write(payload)
		return err
	case frameNote:
		a.req.Note(strings.TrimSuffix(string(payload), "\n"))
	case frameProgress:
		var p progress
		if json.Unmarshal(payload, &p) == nil {
			a.req.Progress(p.Doing, p.Done, p.Total)
		}
	case frameFile:
		return a.begin(payload)
	case frameData, frameClose:
		return a.fill(kind, payload)
	case frameWhole:
		if a.req.Folder == nil {
			return fail.New(fail.Failed, "files came that nothing asked for")
		}
		return a.req.Folder.Finish()
	}
	return nil // a newer Sanad may say more
}

func (a *answer) begin(payload []byte) error {
	var head sentFile
	if err := json.Unmarshal(payload, &head); err != nil {
		return fmt.Errorf("reading the head of a file: %w", err)
	}
	if head.Single {
		a.single[head.ID] = &kept{}
		return nil
	}
	if a.req.Folder == nil {
		return fail.New(fail.Failed, "files came that nothing asked for")
	}
	w, err := a.req.Folder.Create(head.Name) // which refuses names that lead out of the folder
	if err == nil {
		a.files[head.ID] = w
	}
	return err
}

// maxSingle bounds a file that is kept in memory until it is whole.
const maxSingle = 256 << 20

func (a *answer) fill(kind byte, payload []byte) error {
	if len(payload) < 4 {
		return errors.New("a frame of a file names no file")
	}
	id := uint32(payload[0])<<24 | uint32(payload[1])<<16 | uint32(payload[2])<<8 | uint32(payload[3])
	if one := a.single[id]; one != nil {
		if len(one.data)+len(payload) > maxSingle {
			return fail.New(fail.Failed, "the file that came back has more than %d bytes", maxSingle)
		}
		if one.data = append(one.data, payload[4:]...); kind == frameData {
			return nil
		}
		delete(a.single, id)
		if a.req.Single == nil {
			return fail.New(fail.Failed, "a file came that nothing asked for")
		}
		return a.req.Single(one.data)
	}
	w := a.files[id]
	if w == nil {
		return errors.New("bytes came of a file that was not begun")
	}
	if kind == frameData {
		_, err := w.Write(payload[4:])
		return err
	}
	delete(a.files, id)
	return w.Close()
}
