package app

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sanad/internal/face/api"
)

// asking is a program that asks by a token.
type asking struct {
	*typist
	token string
}

func (a asking) ask(method, path, body string, headers ...string) (*http.Response, []byte) {
	a.t.Helper()
	r, err := http.NewRequest(method, strings.TrimSuffix(a.remote, "/")+path, strings.NewReader(body))
	if err != nil {
		a.t.Fatal(err)
	}
	if a.token != "" {
		r.Header.Set("Authorization", "Bearer "+a.token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		a.t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return resp, data
}

// newAsking serves an archive with papers, claims, a list and a release.
func newAsking(t *testing.T) asking {
	y := newTypist(t)
	t.Chdir(y.dir)
	for _, line := range []string{
		"add box --source Families", "process", "--json items --case main", "import box/list.csv --map map.yaml", "link",
	} {
		code, out, errs := y.types("ana", split(line))
		if code != 0 {
			t.Fatalf("%s: exit code %d\n%s%s", line, code, out, errs)
		}
	}
	_, out, _ := y.types("ana", split("--json search Navid --kind item"))
	var found struct {
		Hits []struct {
			ID string `json:"id"`
		} `json:"hits"`
	}
	if json.Unmarshal([]byte(out), &found) != nil || len(found.Hits) == 0 {
		t.Fatalf("nothing is found: %s", out)
	}
	y.kept["item"] = found.Hits[0].ID
	for _, line := range []string{
		"--json cite $item --quote Navid", "--json claim add --schema Person --property name --value Navid --passage $passage",
		"--json finding add 'It was so.' --standard 'balance of probabilities' --claim $claim --reasons 'a letter says so' --method 'read twice'",
		"--json release new --title 'What we know' --audience public --reason 'families ask'",
	} {
		code, out, errs := y.types("ana", split(line))
		if code != 0 {
			t.Fatalf("%s: exit code %d\n%s%s", line, code, out, errs)
		}
		y.keepAll(out)
	}
	token := y.token("ana")
	y.serve()
	return asking{y, token}
}

func TestTheDescriptionOfTheAPIIsFresh(t *testing.T) {
	made, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join("..", "..", "docs", "openapi.json")
	if os.Getenv("SANAD_UPDATE") != "" {
		if err := os.WriteFile(kept, made, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	held, err := os.ReadFile(kept)
	if err != nil || !bytes.Equal(held, made) {
		t.Errorf("docs/openapi.json is not what the program makes (%v): SANAD_UPDATE=1 go test ./internal/app -run Description", err)
	}
}

// described is what this test needs of the description.
type described struct {
	Paths map[string]map[string]struct {
		Responses map[string]struct {
			Content map[string]struct {
				Schema map[string]any `json:"schema"`
			} `json:"content"`
		} `json:"responses"`
	} `json:"paths"`
}

func description(t *testing.T) (described, api.Schemas) {
	t.Helper()
	document, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	var d described
	schemas, err := api.SchemasOf(document)
	if err != nil || json.Unmarshal(document, &d) != nil {
		t.Fatal(err)
	}
	return d, schemas
}

// right checks an answer against the schema of its media type.
func (d described) right(t *testing.T, schemas api.Schemas, method, path string, resp *http.Response, data []byte) {
	t.Helper()
	media, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	schema := d.Paths[path][method].Responses["200"].Content[media].Schema
	if media == "application/problem+json" {
		schema = map[string]any{"$ref": "#/components/schemas/problem"}
	}
	if schema == nil {
		t.Errorf("%s %s: an answer of the media type %q is not described", method, path, media)
		return
	}
	if schema["contentMediaType"] != nil { // bytes as they are
		return
	}
	documents := [][]byte{data}
	if media == "application/jsonl" {
		documents = bytes.Split(bytes.TrimSpace(data), []byte("\n"))
	}
	for _, one := range documents {
		if len(one) == 0 {
			continue
		}
		var v any
		dec := json.NewDecoder(bytes.NewReader(one))
		dec.UseNumber()
		if err := dec.Decode(&v); err != nil {
			t.Errorf("%s %s: %v in %s", method, path, err, one)
			return
		}
		if wrong := schemas.Wrong(schema, v); wrong != nil {
			t.Errorf("%s %s: %v\n%s", method, path, wrong, one)
			return
		}
	}
}

func TestEveryAddressOfTheAPIAnswersAsDescribed(t *testing.T) {
	a := newAsking(t)
	d, schemas := description(t)
	put := strings.NewReplacer("{item}", a.kept["item"], "{claim}", a.kept["claim"], "{release}", a.kept["release"], "{finding}", a.kept["finding"], "/items/{id}", "/items/"+a.kept["item"], "/entities/{id}", "/entities/"+a.kept["entity"], "/ledger/{id}", "/ledger/5")
	query := map[string]string{"/api/v1/search": "?query=Navid", "/api/v1/posts": "?holder=" + url.QueryEscape(a.kept["entity"])}
	for _, path := range slices.Sorted(maps.Keys(d.Paths)) {
		for method := range d.Paths[path] {
			if path == "/api/openapi.json" {
				continue
			}
			body := ""
			if method == "post" {
				body = "{}"
			}
			resp, data := a.ask(strings.ToUpper(method), put.Replace(path)+query[path], body)
			lost := resp.StatusCode == http.StatusNotFound && (bytes.Contains(data, []byte("no such")) || !strings.Contains(path, "{"))
			if lost || resp.StatusCode == http.StatusMethodNotAllowed || resp.StatusCode >= 500 {
				t.Errorf("%s %s: %d %s", method, path, resp.StatusCode, data)
			}
			if method == "get" && resp.StatusCode != http.StatusOK && !strings.Contains(put.Replace(path), "{") {
				t.Errorf("%s %s: %d %s", method, put.Replace(path), resp.StatusCode, data)
			}
			d.right(t, schemas, method, path, resp, data)
		}
	}
}
