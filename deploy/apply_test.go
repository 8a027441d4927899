package deploy

import (
	"strings"
	"testing"
)

func TestDeployFromNothingThenAgain(t *testing.T) {
	for _, alias := range []string{"live", ""} {
		b := newBench(t)
		calls := b.deploy(lake(aliased(alias)))
		t.Log("\n" + strings.Join(calls, "\n"))
		if again := b.deploy(lake(aliased(alias))); len(again) > 0 {
			t.Errorf("alias %q: the second deploy made calls:\n%s", alias, strings.Join(again, "\n"))
		}
		calls = b.deploy(lake(second, aliased(alias)))
		t.Log("\n" + strings.Join(calls, "\n"))
		if again := b.deploy(lake(second, aliased(alias))); len(again) > 0 {
			t.Errorf("alias %q: the deploy after an edit is not stable:\n%s", alias, strings.Join(again, "\n"))
		}
	}
}
