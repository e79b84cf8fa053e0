package tenure

import (
	"slices"

	"sanad/internal/ground/calendar"
)

// seated is a seat with the posts it was read from: one, or the rows of a
// gazette that tell of one post.
type seated struct {
	Seat
	posts []Post
}

// commanding gives the posts that command a unit: those of which a source says
// so, else the heads among the unit's own posts.
func (c *climber) commanding(u Unit) ([]seated, error) {
	posts, _, err := postsOf(c.a, u)
	if err != nil {
		return nil, err
	}
	seats := c.seats(posts, "commands", func(p Post) []Said { return p.Commands }, u)
	if len(seats) == 0 {
		heads := slices.DeleteFunc(slices.Clone(posts), func(p Post) bool { return !p.Heads() })
		seats = c.seats(heads, "head", func(p Post) []Said { return p.Units }, u)
	}
	return c.hold(seats)
}

// seats gives the posts that are tied to the unit on the days asked for. Rows
// of a gazette that are called the same are one seat.
func (c *climber) seats(posts []Post, how string, ties func(Post) []Said, u Unit) (seats []seated) {
	rows := map[string]int{}
	for _, p := range posts {
		s, ok := tied(ties(p), u, c.asked)
		if !ok {
			continue
		}
		s.How, s.Post = how, p.Named()
		if key := NameKey(s.Post.Name); p.Row != nil && key != "" {
			if at, ok := rows[key]; ok {
				seats[at].join(s, p)
				continue
			}
			rows[key] = len(seats)
		}
		seats = append(seats, seated{s, []Post{p}})
	}
	return seats
}

func (s *seated) join(o Seat, p Post) {
	s.Sure, s.ByName = stronger(s.Sure, o.Sure), s.ByName && o.ByName
	s.Claims, s.posts = append(s.Claims, o.Claims...), append(s.posts, p)
}

// tied reports whether claims tie a post to the unit on the days asked for.
func tied(ties []Said, u Unit, asked calendar.Span) (s Seat, ok bool) {
	var of []Said
	s.ByName = true
	for _, t := range ties {
		if is, byName := u.is(t.Named); is {
			of = append(of, t)
			s.ByName = s.ByName && byName
		}
	}
	s.Sure, s.Claims = holds(of, asked)
	return s, s.Sure != Not
}

// hold fills in who held the seats on the days asked for.
func (c *climber) hold(seats []seated) ([]seated, error) {
	for i := range seats {
		s := &seats[i]
		tenures, err := tenuresOf(c.a, s.posts)
		if err != nil {
			return nil, err
		}
		s.Holdings = On(tenures, c.asked)
		if len(s.posts) > 1 {
			s.narrow()
		}
	}
	return seats, nil
}

// narrow keeps of many rows those whose holders are shown, or one that tells of
// the post if nobody is.
func (s *seated) narrow() {
	held := map[string]bool{}
	for _, h := range s.Holdings {
		held[h.Tenure.ID], held[h.Post.Entity] = true, true
	}
	posts := slices.DeleteFunc(slices.Clone(s.posts), func(p Post) bool { return !held[p.ID] })
	if len(posts) == 0 {
		posts = s.posts[:1]
	}
	s.posts, s.Claims = posts, nil
	for _, p := range posts {
		s.Claims = slices.Concat(s.Claims, idsOf(p.Units), idsOf(p.Commands))
	}
}
