package ocfl

import "fmt"

// key reads one key of the inventory (specification section 3.5).
func (in *inventoryIn) key(key string) error {
	inv := &in.inv
	if inv.keys[key] {
		in.add(E033, fmt.Sprintf("key %q is there twice", key))
	}
	inv.keys[key] = true
	switch key {
	case "id":
		return in.text(&inv.id, E036, key)
	case "type":
		return in.text(&inv.typ, E036, key)
	case "digestAlgorithm":
		return in.text(&inv.alg, E036, key)
	case "head":
		return in.text(&inv.head, E036, key)
	case "contentDirectory":
		return in.text(&inv.contentDirectory, E108, key)
	case "manifest":
		return in.block(&inv.manifest, E106, E096, key)
	case "versions":
		return in.versions()
	case "fixity":
		return in.fixity()
	}
	return in.unknown(key)
}

// unknown reads past a key that the specification does not name.
func (in *inventoryIn) unknown(key string) error {
	in.add(E102, fmt.Sprintf("key %q", key))
	t, err := in.token()
	if err != nil {
		return err
	}
	return in.skipFrom(t)
}

// block reads digests with their paths. malformed is told for what is not
// built so, repeated for a digest that stands twice.
func (in *inventoryIn) block(to *block, malformed, repeated Code, what string) error {
	*to = block{}
	err := in.object(func(digest string) error {
		if _, there := (*to)[digest]; there {
			in.add(repeated, fmt.Sprintf("digest %.20s is twice in %s", digest, what))
		}
		paths, err := in.paths(malformed, what)
		(*to)[digest] = append((*to)[digest], paths...)
		return err
	})
	return in.told(err, malformed, what+" is not an object of digests")
}

func (in *inventoryIn) paths(malformed Code, what string) ([]string, error) {
	var paths []string
	err := in.open('[', func() error {
		before := len(paths)
		paths = append(paths, "")
		return in.text(&paths[before], malformed, "a path in "+what)
	})
	return paths, in.told(err, malformed, "a digest in "+what+" has no array of paths")
}

func (in *inventoryIn) fixity() error {
	in.inv.fixity = map[string]block{}
	err := in.object(func(alg string) error {
		var b block
		err := in.block(&b, E057, E097, "fixity "+alg)
		in.inv.fixity[alg] = b
		return err
	})
	return in.told(err, E111, "fixity is not an object")
}

func (in *inventoryIn) versions() error {
	in.inv.versions = map[string]*version{}
	err := in.object(func(name string) error {
		v := &version{keys: map[string]bool{}}
		if in.inv.versions[name] != nil {
			in.add(E033, fmt.Sprintf("version %q is there twice", name))
		}
		in.inv.versions[name] = v
		err := in.object(func(key string) error { return in.versionKey(v, name, key) })
		return in.told(err, E047, "version "+name+" is not an object")
	})
	return in.told(err, E044, "versions is not an object")
}

func (in *inventoryIn) versionKey(v *version, name, key string) error {
	v.keys[key] = true
	switch key {
	case "created":
		return in.text(&v.created, E049, "created of "+name)
	case "message":
		return in.text(&v.message, E094, "message of "+name)
	case "state":
		// A digest given twice joins its paths; the manifest is where E096 counts.
		return in.block(&v.state, E050, E050, "state of "+name)
	case "user":
		return in.user(v, name)
	}
	return in.unknown(key)
}

func (in *inventoryIn) user(v *version, name string) error {
	v.user = &User{}
	err := in.object(func(key string) error {
		switch key {
		case "name":
			return in.text(&v.user.Name, E054, "user name of "+name)
		case "address":
			return in.text(&v.user.Address, W009, "user address of "+name)
		}
		return in.unknown(key)
	})
	return in.told(err, E054, "user of "+name+" is not an object")
}
