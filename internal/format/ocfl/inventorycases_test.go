package ocfl

import (
	"strings"
	"testing/fstest"
)

func inventoryCases() []harmed {
	return []harmed{
		{"no id", edit(func(o *object) { delete(o.head(), "id") }, "v1"), "E036"},
		{"no type", edit(func(o *object) { delete(o.head(), "type") }, "v1"), "E036"},
		{"no algorithm", edit(func(o *object) { delete(o.head(), "digestAlgorithm") }, "v1"), "E036"},
		{"no head", edit(func(o *object) { delete(o.head(), "head") }, "v1"), "E036"},
		{"id is a number", edit(func(o *object) { o.head()["id"] = 7 }, "v1"), "E036 E037"},
		{"id empty", edit(func(o *object) { o.head()["id"] = "" }, "v1"), "E037"},
		{"id no uri", edit(func(o *object) { o.head()["id"] = "accession 17" }, "v1"), "W005"},
		{"type unknown", edit(func(o *object) { o.head()["type"] = "https://example.org/" }, "v1"), "E038"},
		{"type of 1.0", edit(func(o *object) { o.head()["type"] = typeURI("1.0") }, "v1"), "E038"},
		{"head earlier", edit(func(o *object) { o.head()["head"] = "v1" }, "v1", "v2"), "E040 E064"},
		{"head unknown", edit(func(o *object) { o.head()["head"] = "v9" }, "v1"), "E040"},
		{"no manifest", edit(func(o *object) { delete(o.head(), "manifest") }, "v1"), "E023 E041 E050"},
		{"manifest an array", edit(func(o *object) { o.head()["manifest"] = []any{tree{}} }, "v1"), "E023 E050 E106"},
		{"manifest without paths", edit(func(o *object) { o.manifest()[hex512("text 1")] = "v1/content/f1.txt" }, "v1"), "E023 E106"},
		{"manifest path a number", edit(func(o *object) { o.manifest()[hex512("text 1")] = []any{"v1/content/f1.txt", []any{3}} }, "v1"), "E100 E106"},
		{"no versions", edit(func(o *object) { delete(o.head(), "versions") }, "v1"), "E040 E042 E043 E046 E107"},
		{"versions a text", edit(func(o *object) { o.head()["versions"] = "v1" }, "v1"), "E008 E040 E042 E044 E046 E107"},
		{"version a text", edit(func(o *object) { o.head()["versions"] = tree{"v1": "x"} }, "v1"), "E047 E048 E107 W007"},
		{"version misnamed", edit(func(o *object) { o.head()["versions"].(tree)["first"] = o.version() }, "v1"), "E104"},
		{"version zero", edit(func(o *object) { o.head()["versions"].(tree)["v0"] = o.version() }, "v1"), "E104"},
		{"no created", edit(func(o *object) { delete(o.version(), "created") }, "v1"), "E048"},
		{"no state", edit(func(o *object) { delete(o.version(), "state") }, "v1"), "E048 E107"},
		{"created without zone", edit(func(o *object) { o.version()["created"] = "2024-05-31T10:00:00" }, "v1"), "E049"},
		{"created without seconds", edit(func(o *object) { o.version()["created"] = "2024-05-31T10:00Z" }, "v1"), "E049"},
		{"created with comma", edit(func(o *object) { o.version()["created"] = "2024-05-31T10:00:00,5Z" }, "v1"), "E049"},
		{"created a number", edit(func(o *object) { o.version()["created"] = 2024 }, "v1"), "E049"},
		{"created in small letters", edit(func(o *object) { o.version()["created"] = "2024-05-31t10:00:00.25z" }, "v1"), ""},
		{"state a text", edit(func(o *object) { o.version()["state"] = "x" }, "v1"), "E050 E107"},
		{"state digest unknown", edit(func(o *object) { o.state()[hex512("other")] = []any{"x"} }, "v1"), "E050"},
		{"state digest in other case", edit(func(o *object) { upper(o.state(), hex512("text 1")) }, "v1"), "E050 E107"},
		{"logical path upwards", edit(logical("../f1.txt"), "v1"), "E052"},
		{"logical path dotted", edit(logical("a/./b"), "v1"), "E052"},
		{"logical path with empty element", edit(logical("a//b"), "v1"), "E052"},
		{"logical path absolute", edit(logical("/a"), "v1"), "E053"},
		{"logical path of a folder", edit(logical("a/"), "v1"), "E053"},
		{"logical path empty", edit(logical(""), "v1"), "E053"},
		{"logical path twice", edit(logical("a", "a"), "v1"), "E095"},
		{"logical path file and folder", edit(logical("a", "a/b", "a-b"), "v1"), "E095"},
		{"logical paths apart", edit(logical("a", "a-b", "ab/c"), "v1"), ""},
		{"user without name", edit(func(o *object) { delete(o.version()["user"].(tree), "name") }, "v1"), "E054"},
		{"user a text", edit(func(o *object) { o.version()["user"] = "K." }, "v1"), "E054 W008"},
		{"user without address", edit(func(o *object) { delete(o.version()["user"].(tree), "address") }, "v1"), "W008"},
		{"user address no uri", edit(func(o *object) { o.version()["user"].(tree)["address"] = "room 7" }, "v1"), "W009"},
		{"no user", edit(func(o *object) { delete(o.version(), "user") }, "v1"), "W007"},
		{"no message", edit(func(o *object) { delete(o.version(), "message") }, "v1"), "W007"},
		{"message an array", edit(func(o *object) { o.version()["message"] = []any{"a", tree{"b": 1}} }, "v1"), "E094"},
		{"key unknown", edit(func(o *object) { o.head()["extra"] = tree{"a": []any{1, true, nil}} }, "v1"), "E102"},
		{"key unknown in version", edit(func(o *object) { o.version()["extra"] = 1 }, "v1"), "E102"},
		{"key unknown in user", edit(func(o *object) { o.version()["user"].(tree)["extra"] = 1 }, "v1"), "E102"},
		{"content folder named", edit(func(o *object) { moveContent(o, "stuff") }, "v1"), ""},
		{"content folder with slash", edit(func(o *object) { o.all("contentDirectory", "a/b") }, "v1"), "E017 E092 E108 W002"},
		{"content folder upwards", edit(func(o *object) { o.all("contentDirectory", "..") }, "v1"), "E018 E092 W002"},
		{"content folder without name", edit(func(o *object) { o.all("contentDirectory", "") }, "v1"), "E108"},
		{"content folder a number", edit(func(o *object) { o.all("contentDirectory", 5) }, "v1"), "E108"},
	}
}

// logical gives the one file of a first version other logical paths.
func logical(paths ...string) func(*object) {
	return func(o *object) {
		list := []any{}
		for _, p := range paths {
			list = append(list, p)
		}
		o.state()[hex512("text 1")] = list
	}
}

func upper(block tree, digest string) {
	block[strings.ToUpper(digest)] = block[digest]
	delete(block, digest)
}

// moveContent renames the content folder of an object with one version.
func moveContent(o *object, name string) {
	o.all("contentDirectory", name)
	delete(o.files, "v1/content/f1.txt")
	o.files["v1/"+name+"/f1.txt"] = "text 1"
	o.manifest()[hex512("text 1")] = []any{"v1/" + name + "/f1.txt"}
}

func digestCases() []harmed {
	one := hex512("text 1")
	return []harmed{
		{"algorithm md5", edit(func(o *object) { useAlgorithm(o, "md5") }, "v1"), "E025"},
		{"algorithm unknown", edit(func(o *object) { o.all("digestAlgorithm", "sha999") }, "v1"), "E025 E058"},
		{"algorithm sha256", edit(func(o *object) { useAlgorithm(o, "sha256") }, "v1"), "W004"},
		{"digests in upper case", edit(func(o *object) { upper(o.manifest(), one); upper(o.state(), one) }, "v1"), ""},
		{"malformed sha512", edit(func(o *object) { o.manifest()["zz"], o.state()["zz"] = []any{}, []any{"x"} }, "v1"), "E031"},
		{"malformed sha256", edit(func(o *object) {
			useAlgorithm(o, "sha256")
			o.manifest()[one], o.state()[one] = []any{}, []any{"x"}
		}, "v1"), "E030 W004"},
		{"digest twice in manifest", edit(func(o *object) {
			o.manifest()[strings.ToUpper(one)] = []any{}
			o.state()[strings.ToUpper(one)] = []any{"x"}
		}, "v1"), "E096"},
		{"key twice in manifest", then(reseal("v1", `"manifest": {`, `"manifest": {"`+one+`": [],`), "v1"), "E096"},
		{"manifest digest unused", edit(func(o *object) { o.manifest()[hex512("x")] = []any{} }, "v1"), "E107"},
		{"content path missing", edit(func(o *object) { o.manifest()[one] = []any{"v1/content/f1.txt", "v1/content/x"} }, "v1"), "E092"},
		{"content path twice", edit(func(o *object) { o.manifest()[one] = []any{"v1/content/f1.txt", "v1/content/f1.txt"} }, "v1"), "E101"},
		{"content path file and folder", edit(func(o *object) { o.manifest()[one] = []any{"v1/content/f1.txt", "v1/content/f1.txt/x"} }, "v1"), "E092 E101"},
		{"content path upwards", edit(contentPath("v1/content/../../x"), "v1"), "E023 E099"},
		{"content path absolute", edit(contentPath("/v1/content/f1.txt"), "v1"), "E023 E100"},
		{"content path of a folder", edit(contentPath("v1/content/f1.txt/"), "v1"), "E023 E100"},
		{"content path nowhere", edit(contentPath("content/f1.txt"), "v1"), "E023 E042 E092"},
		{"content path with backslashes", edit(contentPath(`v1\content\f1.txt`), "v1"), "E023 E035 E092"},
		{"content path padded", edit(contentPath("v01/content/f1.txt"), "v1"), "E014 E023 E092"},
		{"fixity right", edit(func(o *object) {
			o.head()["fixity"] = tree{}
			for _, alg := range []string{"md5", "sha1", "sha256", "sha512", "blake2b-512", "blake2b-384", "blake2b-256", "blake2b-160", "sha512/256", "size"} {
				fixity(o, alg, digestBy(alg, "text 1"), "v1/content/f1.txt")
			}
		}, "v1"), ""},
		{"fixity wrong", edit(func(o *object) { fixity(o, "sha256", hex256("other"), "v1/content/f1.txt") }, "v1"), "E093"},
		{"fixity size wrong", edit(func(o *object) { fixity(o, "size", "7", "v1/content/f1.txt") }, "v1"), "E093"},
		{"fixity size malformed", edit(func(o *object) { fixity(o, "size", "06", "v1/content/f1.txt") }, "v1"), "E057 E093"},
		{"fixity of missing file", edit(func(o *object) { fixity(o, "sha256", hex256("text 1"), "v1/content/x") }, "v1"), "E093"},
		{"fixity algorithm unknown", edit(func(o *object) { fixity(o, "sha999", "00", "v1/content/f1.txt") }, "v1"), "E056"},
		{"fixity malformed sha1", edit(func(o *object) { fixity(o, "sha1", "zz", "v1/content/f1.txt") }, "v1"), "E029 E093"},
		{"fixity malformed blake2b", edit(func(o *object) { fixity(o, "blake2b-512", "zz", "v1/content/f1.txt") }, "v1"), "E032 E093"},
		{"fixity malformed md5", edit(func(o *object) { fixity(o, "md5", "zz", "v1/content/f1.txt") }, "v1"), "E057 E093"},
		{"fixity digest twice", edit(func(o *object) {
			fixity(o, "sha256", hex256("text 1"), "v1/content/f1.txt")
			fixity(o, "sha256", strings.ToUpper(hex256("text 1")), "v1/content/f1.txt")
		}, "v1"), "E097"},
		{"fixity path upwards", edit(func(o *object) { fixity(o, "sha256", hex256("text 1"), "../x") }, "v1"), "E099"},
		{"fixity a text", edit(func(o *object) { o.head()["fixity"] = "md5" }, "v1"), "E111"},
		{"fixity block a text", edit(func(o *object) { o.head()["fixity"] = tree{"md5": "x"} }, "v1"), "E057"},
	}
}

func contentPath(p string) func(*object) {
	return func(o *object) { o.manifest()[hex512("text 1")] = []any{p} }
}

func fixity(o *object, alg, digest, p string) {
	if o.head()["fixity"] == nil {
		o.head()["fixity"] = tree{}
	}
	blocks := o.head()["fixity"].(tree)
	if blocks[alg] == nil {
		blocks[alg] = tree{}
	}
	blocks[alg].(tree)[digest] = []any{p}
}

// useAlgorithm rewrites an object with one version to another algorithm.
func useAlgorithm(o *object, alg string) {
	o.all("digestAlgorithm", alg)
	one := digestBy(alg, "text 1")
	o.head()["manifest"] = tree{one: []any{"v1/content/f1.txt"}}
	o.version()["state"] = tree{one: []any{"f1.txt"}}
}

func priorCases() []harmed {
	v1 := func(change func(inv tree)) func() *object {
		return edit(func(o *object) { change(o.invs["v1"]) }, "v1", "v2")
	}
	block := func(inv tree) tree { return inv["versions"].(tree)["v1"].(tree) }
	one := hex512("text 1")
	return []harmed{
		{"id changed", v1(func(inv tree) { inv["id"] = "urn:sanad:accession:2024-018" }), "E037 E110"},
		{"head of prior", v1(func(inv tree) { inv["head"] = "v2" }), "E040"},
		{"content folder came later", edit(func(o *object) { o.head()["contentDirectory"] = "stuff" }, "v1", "v2"), "E019 E020 E092 W002"},
		{"content folder changed", edit(func(o *object) { o.invs["v2"]["contentDirectory"] = "stuff" }, "v1", "v2", "v3"), "E020"},
		{"manifest of prior lacks a file", edit(func(o *object) {
			o.files["v1/content/more.txt"] = "text 1"
			o.manifest()[one] = []any{"v1/content/f1.txt", "v1/content/more.txt"}
		}, "v1", "v2"), "E023"},
		{"state of prior differs", v1(func(inv tree) { block(inv)["state"] = tree{one: []any{"other.txt"}} }), "E066"},
		{"state of prior has more", v1(func(inv tree) { block(inv)["state"] = tree{one: []any{"f1.txt", "more.txt"}} }), "E066"},
		{"state of prior has less", edit(func(o *object) {
			o.head()["versions"].(tree)["v1"].(tree)["state"] = tree{one: []any{"f1.txt", "more.txt"}}
		}, "v1", "v2"), "E066"},
		{"digest of prior wrong", v1(func(inv tree) {
			other := hex512("other")
			inv["manifest"] = tree{other: []any{"v1/content/f1.txt"}}
			block(inv)["state"] = tree{other: []any{"f1.txt"}}
		}), "E066 E092"},
		{"prior by another algorithm", v1(func(inv tree) {
			inv["digestAlgorithm"] = "sha256"
			inv["manifest"] = tree{hex256("text 1"): []any{"v1/content/f1.txt"}}
			block(inv)["state"] = tree{hex256("text 1"): []any{"f1.txt"}}
		}), "W004"},
		{"prior by another algorithm differs", v1(func(inv tree) {
			inv["digestAlgorithm"] = "sha256"
			inv["manifest"] = tree{hex256("text 1"): []any{"v1/content/f1.txt"}}
			block(inv)["state"] = tree{hex256("text 1"): []any{"f2.txt"}}
		}), "E066 W004"},
		{"prior lacks a version", edit(func(o *object) { delete(o.invs["v2"]["versions"].(tree), "v1") }, "v1", "v2", "v3"), "E009 E042 E066"},
		{"root lacks a version", edit(func(o *object) { delete(o.head()["versions"].(tree), "v1") }, "v1", "v2"), "E009 E042 E046 E066"},
		{"message of prior differs", v1(func(inv tree) { block(inv)["message"] = "Other" }), "W011"},
		{"created of prior differs", v1(func(inv tree) { block(inv)["created"] = "2024-05-31T10:00:01Z" }), "W011"},
		{"user of prior differs", v1(func(inv tree) { block(inv)["user"].(tree)["name"] = "Other" }), "W011"},
		{"older specification first", edit(func(o *object) { o.invs["v1"]["type"] = typeURI("1.0") }, "v1", "v2"), ""},
		{"older specification later", edit(func(o *object) { o.invs["v2"]["type"] = typeURI("1.0") }, "v1", "v2", "v3"), "E103"},
		{"prior not json", then(func(f fstest.MapFS) { seal(f, "v1/", "{", "sha512") }, "v1", "v2"), "E033"},
	}
}
