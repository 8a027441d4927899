pipeline "p" {
  parallel "c" {
    branch "a" {
      catch { on = ["any"] } # ERROR: PC0201 A block of type "catch" is not expected in branch "a"\. Blocks that can stand here are "choice", "map", "parallel", "sequence", "stage" and "task"\.
    }
  }
}
