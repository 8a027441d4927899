package pipetest

import (
	"fmt"

	"github.com/pipectl/pipectl/asl"
)

// checkClusters: a cluster whose users ran was created before them, and it ended
// after them; none is created and left.
func (m *model) checkClusters(calls map[string][]made, fail func(string, ...any)) {
	for i := range m.r.clusters {
		name := fmt.Sprintf("c%d", i)
		create, end := calls[name+"-create"], calls[name+"-terminate"]
		if len(create) != len(end) || len(create) > 1 {
			fail("%s was created %d times and ended %d times", name, len(create), len(end))
			continue
		}
		for _, u := range m.r.users(name) {
			for _, c := range calls[u.name] {
				switch {
				case len(create) == 0:
					fail("%s ran without its cluster", u.name)
				case c.start.Before(create[0].end):
					fail("%s started before %s was there", u.name, name)
				case c.end.After(end[0].start) && m.fates[u] != loose && m.fates[u] != failed:
					fail("%s ended before %s had", name, u.name)
				}
			}
		}
	}
}

// stepArgument is what a step of EMR was sent, or "".
func stepArgument(v asl.Value) string {
	for _, name := range []string{"Step", "HadoopJarStep", "Args"} {
		o, _ := v.(asl.Object)
		v, _ = o.Get(name)
	}
	args, _ := v.(asl.Array)
	if len(args) != 1 {
		return ""
	}
	s, _ := args[0].(asl.String)
	return string(s)
}
