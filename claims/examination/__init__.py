"""What is looked for without anybody: evidence, its renewal and end, and the rules that decide alone."""
