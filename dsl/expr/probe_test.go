package expr_test
import ("testing";"fmt";"os";"bufio";"github.com/zclconf/go-cty/cty")
func TestProbe(t *testing.T){
 f,err:=os.Open("/tmp/probe.txt"); if err!=nil {t.Skip()}
 sc:=bufio.NewScanner(f)
 for sc.Scan(){ e,d:=bind(t,sc.Text(),cty.DynamicPseudoType); fmt.Printf("%s\n    %s : %#v\n",sc.Text(),show(e),e.Type()); if len(d)>0 {fmt.Println("    !!",messages(d))}}
}
