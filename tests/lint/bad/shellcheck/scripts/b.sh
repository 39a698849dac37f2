rm "$from_the_phase" $2
