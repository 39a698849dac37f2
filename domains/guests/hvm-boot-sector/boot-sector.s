/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A boot sector that writes one line to the first serial port and to port 0xe9, which Xen's log
 * repeats, and halts. */

	.code16
	.text
	.globl start
start:
	xorw %ax, %ax
	movw %ax, %ds
	cld
	movw $hello, %si

next:
	lodsb
	testb %al, %al
	jz done
	outb %al, $0xe9
	movw $0x3f8, %dx
	outb %al, %dx
	jmp next

done:
	hlt
	jmp done

hello:
	.asciz "zante guest: hello from a boot sector\r\n"

	.org 510
	.word 0xaa55
