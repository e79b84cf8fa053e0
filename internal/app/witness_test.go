package app

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"sanad/internal/core/ledger"
	"sanad/internal/core/witness"
	"sanad/verify/verifytest"
)

// answered runs a command that must exit with a code, and reads its JSON.
func answered[T any](t *testing.T, code int, args ...string) (out T) {
	t.Helper()
	text, err := sanad(t, nil, append([]string{"--json"}, args...)...)
	if got := exitOf(err); got != code {
		t.Fatalf("sanad %v: exit %d, want %d: %s %v", args, got, code, text, err)
	}
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatalf("sanad %v: %v: %s", args, err, text)
	}
	return out
}

// exitOf gives the code that a program ended with.
func exitOf(err error) int {
	var exit *exec.ExitError
	if err == nil {
		return 0
	}
	if !errors.As(err, &exit) {
		return -1
	}
	return exit.ExitCode()
}

type (
	pointed struct {
		Origin, Key, Checkpoint string
		Size                    int64
		Cosigned                []struct {
			Size    int64
			Witness string
			Index   int64
		}
		Stamped []struct {
			Size         int64
			Authority    string
			RootsChecked string `json:"roots_checked"`
		}
	}
	made       struct{ Key string }
	cosignTold struct {
		Size     int64
		Quiet    bool
		Cosigned []struct{ Size int64 }
		Asked    []struct{ Error string }
		Kind     string
		Error    string
	}
)

// anArchive makes an archive with a few entries and gives its folder and its key.
func anArchive(t *testing.T, name string) (dir, key string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "archive")
	must(t, "init", dir, "--name", name)
	return dir, answered[pointed](t, 0, "--archive", dir, "checkpoint").Key
}

func grows(t *testing.T, dir string, names ...string) {
	t.Helper()
	for _, name := range names {
		must(t, "--archive", dir, "user", "add", name, "--role", "reader")
	}
}

// aWitness makes a witness that looks at the logs of keys.
func aWitness(t *testing.T, keys ...string) (dir, vkey string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "witness")
	vkey = answered[made](t, 0, "witness", "new", dir, "--name", "witness.example/one").Key
	for _, key := range keys {
		must(t, "witness", "log", dir, "--key", key)
	}
	return dir, vkey
}

// serving starts a witness as a program of its own, and gives its address.
func serving(t *testing.T, dir string) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe, asSanad, "--json", "witness", "serve", dir, "--listen", "127.0.0.1:0")
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
	line, err := bufio.NewReader(out).ReadBytes('\n')
	var at struct{ Address string }
	if err == nil {
		err = json.Unmarshal(line, &at)
	}
	if err != nil {
		t.Fatalf("the witness does not serve: %v", err)
	}
	return strings.TrimSuffix(at.Address, "/")
}

// asksWitness gives the status, the body and its type; 0 if nothing answered.
func asksWitness(t *testing.T, address string, body []byte) (int, string, string) {
	t.Helper()
	answer, err := http.Post(address+"/add-checkpoint", "text/plain", bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0, "", ""
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Error(err)
	}
	return answer.StatusCode, string(text), answer.Header.Get("Content-Type")
}

func TestTheWitnessAPISignsOneHistoryOfAnArchive(t *testing.T) {
	archive, key := anArchive(t, "Archive of Varanda")
	stranger, _ := anArchive(t, "Stranger")
	folder, vkey := aWitness(t, key)
	address := serving(t, folder)
	cosign := func(dir string) []string {
		return []string{"--archive", dir, "checkpoint", "cosign", "--witness", address, "--key", vkey}
	}
	backup := filepath.Join(t.TempDir(), "backup")
	must(t, "--archive", archive, "backup", backup)

	grows(t, archive, "ana", "bea")
	first := answered[cosignTold](t, 0, cosign(archive)...)
	grows(t, archive, "cleo")
	second := answered[cosignTold](t, 0, cosign(archive)...)
	if len(first.Cosigned) != 1 || second.Cosigned[0].Size != first.Size+2 { // the cosignature is an entry too
		t.Errorf("signed %+v, then %+v", first, second)
	}
	if quiet := answered[cosignTold](t, 0, append(cosign(archive), "--fresh")...); !quiet.Quiet {
		t.Error("a witness is asked again where nothing was recorded since")
	}
	point := answered[pointed](t, 0, "--archive", archive, "checkpoint")
	if len(point.Cosigned) != 2 || point.Cosigned[0].Size != second.Size || point.Cosigned[0].Witness != vkey {
		t.Errorf("the archive tells %+v", point.Cosigned)
	}

	if got := answered[cosignTold](t, 5, cosign(stranger)...); !strings.Contains(got.Asked[0].Error, "was not told to look at this log") {
		t.Errorf("a stranger's log: %+v", got)
	}
	// Put back to an earlier day, an archive has fewer entries than were signed;
	// once it has more, its history is another.
	old := filepath.Join(t.TempDir(), "old")
	must(t, "restore", backup, old)
	if got := answered[cosignTold](t, 3, cosign(old)...); !strings.Contains(got.Asked[0].Error, "was put back to an earlier day") {
		t.Errorf("an archive that went back: %+v", got)
	}
	grows(t, old, "a1", "a2", "a3", "a4", "a5", "a6")
	if got := answered[cosignTold](t, 3, cosign(old)...); !strings.Contains(got.Asked[0].Error, "does not go on from what it signed before") {
		t.Errorf("a second history: %+v", got)
	}

	// As others ask it.
	request := filepath.Join(t.TempDir(), "request")
	must(t, "--archive", archive, "checkpoint", "cosign", "--ask", request, "--key", vkey)
	body := fileBytes(t, request)
	stale := bytes.Replace(body, fmt.Appendf(nil, "old %d\n", second.Size), []byte("old 1\n"), 1)
	if status, text, kind := asksWitness(t, address, stale); status != 409 || text != fmt.Sprintf("%d\n", second.Size) || kind != "text/x.tlog.size" {
		t.Errorf("from a size that is stale: %d %q %s", status, text, kind)
	}
	changed := bytes.Clone(body)
	changed[len(changed)-10] ^= 1
	if status, text, _ := asksWitness(t, address, changed); status != 403 {
		t.Errorf("one byte changed: %d %q", status, text)
	}
	if status, text, _ := asksWitness(t, address, []byte("hello")); status != 400 {
		t.Errorf("no request: %d %q", status, text)
	}
	if status, text, _ := asksWitness(t, address, make([]byte, witness.MaxRequest+9)); status != 400 {
		t.Errorf("too much: %d %q", status, text)
	}
	status, line, _ := asksWitness(t, address, body)
	own, err := witness.ParseKey(vkey)
	if err != nil {
		t.Fatal(err)
	}
	asked, err := witness.ParseRequest(body)
	if err != nil {
		t.Fatal(err)
	}
	if found, err := witness.Cosignatures(append(asked.Checkpoint, line...), []*witness.Key{own}); status != 200 || err != nil || len(found) != 1 {
		t.Errorf("what is right: %d %q %v", status, line, err)
	}
	sum := sha256.Sum256([]byte(point.Origin))
	got, err := http.Get(address + "/" + hex.EncodeToString(sum[:]) + "/checkpoint")
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	if text, err := io.ReadAll(got.Body); err != nil || got.StatusCode != 200 || !strings.HasSuffix(string(text), line) {
		t.Errorf("signed last is %d %q: %v", got.StatusCode, text, err)
	}
	must(t, "--archive", archive, "verify")
}

// twoHistories are two logs of one key that part after some entries.
func twoHistories(part, size int64) (a, b *verifytest.Log) {
	a, b = verifytest.NewLog("varanda.example/log", "one key"), verifytest.NewLog("varanda.example/log", "one key")
	a.Fill(part)
	b.Fill(part)
	for b.Size() < size {
		b.AppendBody("other", ledger.Kind{Name: "other.history", Version: 1}, []byte(`{}`))
	}
	a.Fill(size)
	return a, b
}

func requestOf(l *verifytest.Log, old, size int64) []byte {
	r := witness.Request{Old: old, Checkpoint: l.Checkpoint(size)}
	if old > 0 && old < size {
		r.Proof = l.Consistency(old, size)
	}
	return r.Marshal()
}

// Two programs serve one witness, and both are asked to sign two histories by many
// at once: whatever is signed is of one of them.
func TestManyWhoAskAWitnessAtOnceGetOneHistory(t *testing.T) {
	const part, size = 3, 40
	a, b := twoHistories(part, size)
	folder, vkey := aWitness(t, a.Key)
	addresses := []string{serving(t, folder), serving(t, folder)}
	var mu sync.Mutex
	signed := map[*verifytest.Log][]int64{}
	var all sync.WaitGroup
	for i := range 8 {
		l := []*verifytest.Log{a, b}[i%2]
		all.Go(func() {
			last := int64(0)
			for n := int64(1); n <= size; n++ {
				status, text, _ := asksWitness(t, addresses[i/2%2], requestOf(l, last, n))
				switch status {
				case 200:
					mu.Lock()
					signed[l] = append(signed[l], n)
					mu.Unlock()
					last = n
				case 409:
					var err error
					if last, err = witness.ParseSize([]byte(text)); err != nil {
						t.Error(err)
						return
					}
					n = max(last-1, 0)
				case 422, 400:
					return
				default:
					t.Errorf("status %d: %s", status, text)
					return
				}
			}
		})
	}
	all.Wait()
	beyond := 0
	for _, sizes := range signed {
		for _, n := range sizes {
			if n > part {
				beyond++
				break
			}
		}
	}
	if beyond != 1 {
		t.Errorf("%d histories were signed: %v", beyond, signed)
	}
	if w, err := witness.ParseKey(vkey); err != nil || w.Name() != "witness.example/one" {
		t.Error(err)
	}
}

// Killed at any step, a witness has signed the checkpoint before or the one after,
// goes on from there, and signs no other history.
func TestAWitnessThatIsKilledSignsNoSecondHistory(t *testing.T) {
	a, b := twoHistories(5, 12)
	for _, step := range []string{"seen: write|false|1", "seen: write|true|1", "seen: rename|false|1", "seen: rename|true|1", "seen: sync|false|1", "seen: sync|true|1"} {
		folder, _ := aWitness(t, a.Key)
		file := func(name string, body []byte) string {
			path := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(path, body, 0o644); err != nil {
				t.Fatal(err)
			}
			return path
		}
		must(t, "witness", "sign", folder, file("first", requestOf(a, 0, 8)))
		out, err := sanad(t, []string{killAt + "=" + step}, "witness", "sign", folder, file("killed", requestOf(a, 8, 10)))
		if err == nil || len(out) > 0 {
			t.Fatalf("%s: it was not killed: %v %q", step, err, out)
		}
		if _, err := sanad(t, nil, "witness", "sign", folder, file("fork", requestOf(b, 8, 12))); exitOf(err) == 0 {
			t.Errorf("%s: a fork from the one before was signed", step)
		}
		if _, err := sanad(t, nil, "witness", "sign", folder, file("fork", requestOf(b, 10, 12))); exitOf(err) == 0 {
			t.Errorf("%s: a fork from the one after was signed", step)
		}
		_, before := sanad(t, nil, "witness", "sign", folder, file("on", requestOf(a, 8, 12)))
		_, after := sanad(t, nil, "witness", "sign", folder, file("on", requestOf(a, 10, 12)))
		if exitOf(before) != 0 && exitOf(after) != 0 {
			t.Errorf("%s: it does not go on: %v; %v", step, before, after)
		}
	}
}

func TestAWitnessLooksAtLogsItWasToldOf(t *testing.T) {
	a, _ := twoHistories(2, 5)
	folder, _ := aWitness(t)
	if _, err := sanad(t, nil, "witness", "new", folder, "--name", "again"); exitOf(err) != 2 {
		t.Errorf("a witness is made over another: %v", err)
	}
	if _, err := sanad(t, nil, "witness", "log", folder, "--key", "no key"); exitOf(err) != 2 {
		t.Errorf("no key: %v", err)
	}
	if _, err := sanad(t, nil, "witness", "log", folder, "--key", a.Key, "--origin", "other"); exitOf(err) != 2 {
		t.Errorf("another log's key: %v", err)
	}
	must(t, "witness", "log", folder, "--key", a.Key, "--origin", a.Origin)
	must(t, "witness", "log", folder, "--key", a.Key)
	type logs struct {
		Logs []struct {
			Origin string
			Keys   []string
			Size   int64
		}
	}
	if got := answered[logs](t, 0, "witness", "log", folder).Logs; len(got) != 1 || len(got[0].Keys) != 1 || got[0].Size != -1 {
		t.Errorf("it looks at %+v", got)
	}
	request := filepath.Join(t.TempDir(), "r")
	if err := os.WriteFile(request, requestOf(a, 0, 4), 0o644); err != nil {
		t.Fatal(err)
	}
	must(t, "witness", "sign", folder, request)
	if got := answered[logs](t, 0, "witness", "log", folder).Logs; got[0].Size != 4 {
		t.Errorf("it signed %+v", got)
	}
	// What somebody put in the place of the checkpoint signed last stops it.
	sum := sha256.Sum256([]byte(a.Origin))
	if err := os.WriteFile(filepath.Join(folder, "logs", hex.EncodeToString(sum[:]), "checkpoint"), a.Checkpoint(2), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(request, requestOf(a, 2, 5), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := sanad(t, nil, "witness", "sign", folder, request); exitOf(err) != 3 {
		t.Errorf("a memory that was changed: %v", err)
	}
	if _, err := note.NewVerifier(a.Key); err != nil {
		t.Fatal(err)
	}
}
