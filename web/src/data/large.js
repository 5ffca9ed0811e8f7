export class Large {}
